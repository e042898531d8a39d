-- All texts to begin an answer with.
SELECT c.id, c.role_code, c.name, c.body, CAST(c.changed_at AS CHAR) AS version, p.name AS changed_by
FROM canned_replies c
LEFT JOIN people p ON p.id = c.changed_by_id
ORDER BY c.role_code, c.name, c.id
