-- To whom outside the school somebody last wrote about a ticket.
SELECT email, reference
FROM outside_messages
WHERE ticket_id = :ticket_id
ORDER BY seq DESC
LIMIT 1
