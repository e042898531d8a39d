-- Somebody has done it (:done_at), or not after all (NULL).
UPDATE checklist_items
SET done_at = :done_at, done_by_id = :done_by_id
WHERE id = :id AND ticket_id = :ticket_id
