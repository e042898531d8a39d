-- What somebody has begun to write on a ticket.
SELECT d.kind, d.body, d.changed_at
FROM message_drafts d
WHERE d.ticket_id = :ticket_id AND d.person_id = :person_id AND d.body <> ''
