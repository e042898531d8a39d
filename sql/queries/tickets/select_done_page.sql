-- A page of a role's tickets that are done, newest first. Pass the last id to turn the page.
SELECT t.id, t.subject, t.role_code, t.row_ref, t.area, t.state, t.priority, t.due_at, t.sort_at, t.paused_at, t.snoozed_until, t.opened_at,
       t.assignee_id, t.confidential, t.version, t.unit_id, r.name AS requester, a.name AS assignee
FROM tickets t FORCE INDEX (tickets_done)
JOIN people r ON r.id = t.requester_id
LEFT JOIN people a ON a.id = t.assignee_id
WHERE t.role_code = :role_code AND t.is_open = 0 AND t.id < :before_id AND t.merged_into_id IS NULL
  AND (t.confidential = 0 OR (t.named_only = 0 AND :sees_confidential = 1) OR t.requester_id = :person_id OR t.assignee_id = :person_id
       OR EXISTS (SELECT 1 FROM ticket_readers tr WHERE tr.ticket_id = t.id AND tr.person_id = :person_id))
ORDER BY t.id DESC
LIMIT :page_size
