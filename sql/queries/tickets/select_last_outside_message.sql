-- To whom outside the school somebody last wrote about a ticket, and did not take it back.
SELECT o.email, o.reference
FROM outside_messages o
JOIN ticket_messages m ON m.ticket_id = o.ticket_id AND m.seq = o.seq AND m.withdrawn = 0
WHERE o.ticket_id = :ticket_id
ORDER BY o.seq DESC
LIMIT 1
