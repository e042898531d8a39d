-- The files that wait for what somebody took back on a ticket to be sent again.
SELECT token, name, bytes, draft_kind
FROM attachments
WHERE draft_ticket_id = :ticket_id AND owner_id = :person_id AND ticket_id IS NULL
ORDER BY id
