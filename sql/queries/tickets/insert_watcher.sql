-- Somebody follows the ticket from now on.
INSERT IGNORE INTO ticket_watchers (ticket_id, person_id)
VALUES (:ticket_id, :person_id)
