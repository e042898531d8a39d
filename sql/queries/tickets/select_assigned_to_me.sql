-- Open tickets in one person's hands, whatever the queue (Resp chef and persons without a role meet theirs here).
SELECT t.id, t.subject, t.role_code, t.area, t.state, t.priority, t.due_at, t.sort_at, t.opened_at, t.changed_at, r.name AS requester
FROM tickets t
JOIN people r ON r.id = t.requester_id
WHERE t.assignee_id = :person_id AND t.is_open = 1
ORDER BY t.sort_at, t.id
LIMIT 200
