-- A requester's own tickets, open ones or those that are done, those that changed last first; pass the last row's change and id to turn the
-- page. Sorted by itself: nobody has asked for so much that an index would pay.
SELECT t.id, t.subject, t.role_code, t.area, t.state, t.opened_at, t.due_at, t.changed_at, a.name AS assignee
FROM tickets t FORCE INDEX (tickets_by_requester)
LEFT JOIN people a ON a.id = t.assignee_id
WHERE t.requester_id = :person_id AND t.is_open = :is_open AND t.merged_into_id IS NULL
  AND t.changed_at <= :before_change AND (t.changed_at < :before_change OR t.id < :before_id)
ORDER BY t.changed_at DESC, t.id DESC
LIMIT :page_size
