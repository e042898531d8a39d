-- As count_solved_minutes_by_role, over all roles together or for one (:role_code, else empty).
-- :units: the ids of the units whose requesters count, with commas between; NULL: everybody.
SELECT t.resolution_minutes AS minutes, COUNT(*) AS tickets
FROM tickets t FORCE INDEX (tickets_by_resolution)
WHERE t.resolved_at >= :starts_at AND t.resolved_at < :ends_at AND t.confidential = 0
  AND (:units IS NULL OR FIND_IN_SET(t.unit_id, :units)) AND t.resolution_minutes IS NOT NULL
  AND t.state <> 'rejected'
  AND (:role_code = '' OR t.role_code = :role_code)
GROUP BY t.resolution_minutes
ORDER BY NULL
