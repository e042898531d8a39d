-- Somebody follows the ticket no more.
DELETE FROM ticket_watchers
WHERE ticket_id = :ticket_id AND person_id = :person_id
