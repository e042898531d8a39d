-- The mail ledger of a ticket.
SELECT l.id, l.kind, COALESCE(p.name, l.recipient_email) AS recipient, l.recipient_email, l.state, l.attempts,
       COALESCE(l.last_reply, '') AS last_reply, l.due_at, l.finished_at, l.ticket_id
FROM letters l
LEFT JOIN people p ON p.id = l.recipient_id
WHERE l.ticket_id = :ticket
ORDER BY l.id
LIMIT 200
