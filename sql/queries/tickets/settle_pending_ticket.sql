-- It became a ticket.
UPDATE pending_tickets SET ticket_id = :ticket_id, draft = '{}' WHERE id = :id
