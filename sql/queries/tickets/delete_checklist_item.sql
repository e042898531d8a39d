-- It need not be done.
DELETE FROM checklist_items
WHERE id = :id AND ticket_id = :ticket_id
