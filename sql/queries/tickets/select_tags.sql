-- A ticket's tags.
SELECT tag
FROM ticket_tags
WHERE ticket_id = :ticket_id
ORDER BY tag
