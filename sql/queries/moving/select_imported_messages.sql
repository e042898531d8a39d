-- The messages of a ticket that were brought here.
SELECT source_id
FROM imported_things
WHERE source = :source AND kind = 'message' AND ticket_id = :ticket_id
