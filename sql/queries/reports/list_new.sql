-- A page of tickets that came in during a time, newest first, in all roles or one (:role_code, else empty).
-- Pass the last row's opened_at and id to turn the page.
SELECT t.id, t.subject, t.role_code, t.state, t.opened_at, t.first_response_minutes, t.resolution_minutes
FROM tickets t FORCE INDEX (tickets_by_opening)
WHERE t.opened_at >= :starts_at AND t.opened_at < :ends_at AND t.confidential = 0
  AND (:role_code = '' OR t.role_code = :role_code)
  AND (t.opened_at < :before_opened OR (t.opened_at = :before_opened AND t.id < :before_id))
ORDER BY t.opened_at DESC, t.id DESC
LIMIT :page_size
