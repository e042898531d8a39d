-- The ticket whose requester must be reminded first, or that must be closed first, after the one that :after_sort and :after_id name. As
-- lock_escalating.
SELECT id, idle_at
FROM tickets FORCE INDEX (tickets_idle)
WHERE idle_at <= :now AND idle_at >= :after_sort AND (idle_at > :after_sort OR id > :after_id)
ORDER BY idle_at, id
LIMIT 1
FOR UPDATE SKIP LOCKED
