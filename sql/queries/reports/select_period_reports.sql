-- All reports without what they say, newest first.
SELECT r.id, r.title, r.language, r.first_day, r.last_day, r.filter, r.units, '{}' AS texts, r.version, r.earlier_id, changer.name AS changed_by,
       r.changed_at, issuer.name AS issued_by, r.issued_at, '' AS document, r.checksum
FROM period_reports r
JOIN people changer ON changer.id = r.changed_by_id
LEFT JOIN people issuer ON issuer.id = r.issued_by_id
ORDER BY r.id DESC
