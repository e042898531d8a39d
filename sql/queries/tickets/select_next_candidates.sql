-- Open tickets of a queue that are the reader's or nobody's, and do not wait: the first fifty by due time. requester_wrote: the last reply of
-- one's own ticket is the requester's; one that was taken back is none.
SELECT t.id, t.priority, t.due_at, t.opened_at, t.assignee_id,
       (t.assignee_id IS NOT NULL
        AND COALESCE((SELECT e.actor_id = t.requester_id
                      FROM ticket_events e
                      JOIN ticket_messages m ON m.ticket_id = e.ticket_id AND m.seq = e.seq AND m.withdrawn = 0
                      WHERE e.ticket_id = t.id AND e.kind = 'replied'
                      ORDER BY e.seq DESC
                      LIMIT 1),
                     0)) AS requester_wrote
FROM tickets t FORCE INDEX (tickets_queue)
WHERE t.role_code = :role_code AND t.is_open = 1 AND t.sort_at < :paused_from AND (t.assignee_id = :person_id OR t.assignee_id IS NULL)
  AND (t.confidential = 0 OR (t.named_only = 0 AND :sees_confidential = 1) OR t.requester_id = :person_id OR t.assignee_id = :person_id
       OR EXISTS (SELECT 1 FROM ticket_readers tr WHERE tr.ticket_id = t.id AND tr.person_id = :person_id))
ORDER BY t.sort_at, t.id
LIMIT 50
