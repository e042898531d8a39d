-- Every version of every calendar.
SELECT v.id, v.calendar_id, c.name, v.version, CAST(v.valid_from AS CHAR) AS valid_from, v.rules, v.created_at, p.name AS created_by, v.note
FROM calendar_versions v
JOIN calendars c ON c.id = v.calendar_id
LEFT JOIN people p ON p.id = v.created_by_id
ORDER BY v.calendar_id, v.version
