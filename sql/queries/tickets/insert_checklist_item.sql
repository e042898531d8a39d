-- Something to be done about a ticket.
INSERT INTO checklist_items (ticket_id, text, made_at)
VALUES (:ticket_id, :text, :now)
