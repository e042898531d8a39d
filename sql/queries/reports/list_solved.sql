-- A page of the tickets behind a figure: those solved during a time within :within working minutes, longest first.
-- Pass the last row's minutes and id to turn the page.
SELECT t.id, t.subject, t.role_code, t.state, t.opened_at, t.first_response_minutes, t.resolution_minutes
FROM tickets t FORCE INDEX (tickets_by_resolution)
WHERE t.resolved_at >= :starts_at AND t.resolved_at < :ends_at AND t.confidential = 0 AND t.resolution_minutes <= :within
  AND t.state <> 'rejected'
  AND (:role_code = '' OR t.role_code = :role_code)
  AND (t.resolution_minutes < :before_minutes OR (t.resolution_minutes = :before_minutes AND t.id < :before_id))
ORDER BY t.resolution_minutes DESC, t.id DESC
LIMIT :page_size
