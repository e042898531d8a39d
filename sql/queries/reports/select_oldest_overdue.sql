-- The ticket that has been overdue for longest. Confidential ones are left out.
SELECT t.id, t.role_code, t.due_at
FROM roles r
STRAIGHT_JOIN tickets t FORCE INDEX (tickets_queue) ON t.role_code = r.code AND t.is_open = 1 AND t.confidential = 0 AND t.sort_at < :now
ORDER BY t.sort_at, t.id
LIMIT 1
