-- Where a ticket of another helpdesk is here, and the last event that its import wrote.
SELECT ticket_id, seq
FROM imported_things
WHERE source = :source AND kind = 'ticket' AND source_id = :source_id
