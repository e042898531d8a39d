-- Open confidential tickets that a person is a named reader of, without those in their own hands.
SELECT t.id, t.subject, t.role_code, t.area, t.state, t.priority, t.due_at, t.sort_at, t.opened_at, t.changed_at, r.name AS requester
FROM ticket_readers tr
JOIN tickets t ON t.id = tr.ticket_id
JOIN people r ON r.id = t.requester_id
WHERE tr.person_id = :person_id AND t.is_open = 1 AND t.confidential = 1 AND (t.assignee_id IS NULL OR t.assignee_id <> :person_id)
ORDER BY t.sort_at, t.id
LIMIT 200
