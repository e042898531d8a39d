-- Is there a ticket with that number?
SELECT id
FROM tickets
WHERE id = :id
