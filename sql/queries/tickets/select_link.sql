-- The link between two tickets, whichever way it goes.
SELECT from_id, to_id, kind
FROM ticket_links
WHERE (from_id = :one AND to_id = :other) OR (from_id = :other AND to_id = :one)
LIMIT 1
