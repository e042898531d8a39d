-- Has somebody written to that address about the ticket, and not taken it back?
SELECT o.seq
FROM outside_messages o
JOIN ticket_messages m ON m.ticket_id = o.ticket_id AND m.seq = o.seq AND m.withdrawn = 0
WHERE o.ticket_id = :ticket_id AND o.email = :email
LIMIT 1
