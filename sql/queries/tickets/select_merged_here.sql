-- The tickets that go on in this one.
SELECT id
FROM tickets
WHERE merged_into_id = :ticket_id
ORDER BY id
