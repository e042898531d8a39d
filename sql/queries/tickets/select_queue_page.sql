-- A page of a role's open tickets, by due time, those that wait or are put off last. Pass the last row's sort_at and id to turn the page.
-- :view picks the tab: all, mine, unassigned, due (before :due_before) or waiting.
SELECT t.id, t.subject, t.role_code, t.row_ref, t.area, t.state, t.priority, t.due_at, t.sort_at, t.paused_at, t.snoozed_until, t.opened_at,
       t.assignee_id, t.confidential, t.version, t.unit_id, r.name AS requester, a.name AS assignee
FROM tickets t FORCE INDEX (tickets_queue)
JOIN people r ON r.id = t.requester_id
LEFT JOIN people a ON a.id = t.assignee_id
WHERE t.role_code = :role_code AND t.is_open = 1
  AND t.sort_at >= :after_sort AND (t.sort_at > :after_sort OR t.id > :after_id)
  AND (:view = 'all'
       OR (:view = 'mine' AND t.assignee_id = :person_id)
       OR (:view = 'unassigned' AND t.assignee_id IS NULL)
       OR (:view = 'due' AND t.sort_at < :due_before)
       OR (:view = 'waiting' AND t.sort_at >= :paused_from))
  AND (t.confidential = 0 OR (t.named_only = 0 AND :sees_confidential = 1) OR t.requester_id = :person_id OR t.assignee_id = :person_id
       OR EXISTS (SELECT 1 FROM ticket_readers tr WHERE tr.ticket_id = t.id AND tr.person_id = :person_id))
ORDER BY t.sort_at, t.id
LIMIT :page_size
