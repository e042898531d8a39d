-- A page of open tickets in all roles or one (:role_code, else empty), those due first at the top; only those due before :due_before.
-- Pass the last row's sort_at and id to turn the page.
SELECT t.id, t.subject, t.role_code, t.state, t.opened_at, t.first_response_minutes, t.resolution_minutes, t.sort_at
FROM roles r
STRAIGHT_JOIN tickets t FORCE INDEX (tickets_queue) ON t.role_code = r.code AND t.is_open = 1 AND t.confidential = 0
WHERE (:role_code = '' OR r.code = :role_code)
  AND t.sort_at < :due_before
  AND t.sort_at >= :after_sort AND (t.sort_at > :after_sort OR t.id > :after_id)
ORDER BY t.sort_at, t.id
LIMIT :page_size
