-- A requester's own tickets, open ones or those that are done, newest first; pass the last id to turn the page.
SELECT t.id, t.subject, t.role_code, t.area, t.state, t.opened_at, t.due_at, t.changed_at, a.name AS assignee
FROM tickets t FORCE INDEX (tickets_by_requester)
LEFT JOIN people a ON a.id = t.assignee_id
WHERE t.requester_id = :person_id AND t.is_open = :is_open AND t.id < :before_id
ORDER BY t.id DESC
LIMIT :page_size
