-- The open tickets in one person's hands, whatever the queue; what falls due first, first.
SELECT t.id
FROM tickets t
WHERE t.assignee_id = :person_id AND t.is_open = 1
ORDER BY t.sort_at, t.id
LIMIT :page_size
