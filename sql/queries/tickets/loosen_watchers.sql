-- Those who follow the ticket do so with the rights they have otherwise.
UPDATE ticket_watchers
SET by_self = 1
WHERE ticket_id = :ticket_id
