-- What each tab of a queue holds; the same conditions as select_queue_page.
SELECT COUNT(*) AS all_open,
       COALESCE(SUM(t.assignee_id = :person_id), 0) AS mine,
       COALESCE(SUM(t.assignee_id IS NULL), 0) AS unassigned,
       COALESCE(SUM(t.sort_at < :due_before), 0) AS due,
       COALESCE(SUM(t.sort_at >= :paused_from), 0) AS waiting
FROM tickets t FORCE INDEX (tickets_queue)
WHERE t.role_code = :role_code AND t.is_open = 1
  AND (t.confidential = 0 OR (t.named_only = 0 AND :sees_confidential = 1) OR t.requester_id = :person_id OR t.assignee_id = :person_id
       OR EXISTS (SELECT 1 FROM ticket_readers tr WHERE tr.ticket_id = t.id AND tr.person_id = :person_id))
