-- The mail ledger of a ticket. What was told in a letter that could not be delivered could not either.
SELECT l.id, l.kind, COALESCE(p.name, l.recipient_email) AS recipient, l.recipient_email, IF(g.state = 'dead', g.state, l.state) AS state,
       l.attempts, COALESCE(g.last_reply, l.last_reply, '') AS last_reply, l.due_at, l.finished_at, l.ticket_id
FROM letters l
LEFT JOIN people p ON p.id = l.recipient_id
LEFT JOIN letters g ON g.id = l.gathered_in
WHERE l.ticket_id = :ticket
ORDER BY l.id
LIMIT 200
