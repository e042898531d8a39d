-- The tickets that are parts of one.
SELECT from_id AS id
FROM ticket_links
WHERE to_id = :ticket_id AND kind = 'parent'
ORDER BY from_id
LIMIT 100
