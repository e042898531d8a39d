-- The ticket that somebody must be told of first, after the one that :after_sort and :after_id name. Another instance may be at some of them, and so may
-- somebody who works with one: it comes up again soon.
SELECT id, escalate_at
FROM tickets FORCE INDEX (tickets_by_escalation)
WHERE escalate_at <= :now AND escalate_at >= :after_sort AND (escalate_at > :after_sort OR id > :after_id)
ORDER BY escalate_at, id
LIMIT 1
FOR UPDATE SKIP LOCKED
