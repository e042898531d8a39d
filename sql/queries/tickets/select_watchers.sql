-- Those who follow a ticket.
SELECT p.id, p.name, p.email
FROM ticket_watchers w
JOIN people p ON p.id = w.person_id
WHERE w.ticket_id = :ticket_id
ORDER BY p.name
