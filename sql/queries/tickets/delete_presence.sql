-- Somebody has left a ticket's page.
DELETE FROM ticket_presence WHERE ticket_id = :ticket_id AND person_id = :person_id
