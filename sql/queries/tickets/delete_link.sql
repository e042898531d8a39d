-- Two tickets belong together no more, whichever way the link went.
DELETE FROM ticket_links
WHERE (from_id = :one AND to_id = :other) OR (from_id = :other AND to_id = :one)
