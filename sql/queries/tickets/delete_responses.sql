-- The later answers of a ticket, before they are stored as they are after something was undone.
DELETE FROM ticket_responses WHERE ticket_id = :ticket_id
