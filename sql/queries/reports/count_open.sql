-- How many tickets are open and due before :due_before, in all roles or one (:role_code, else empty).
SELECT COUNT(*) AS tickets
FROM roles r
STRAIGHT_JOIN tickets t FORCE INDEX (tickets_queue) ON t.role_code = r.code AND t.is_open = 1 AND t.confidential = 0
WHERE (:role_code = '' OR r.code = :role_code) AND t.sort_at < :due_before
