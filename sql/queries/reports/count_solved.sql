-- How many tickets were solved during a time within :within working minutes, in all roles or one (:role_code, else empty).
-- :units: the ids of the units whose requesters count, with commas between; NULL: everybody.
SELECT COUNT(*) AS tickets
FROM tickets t FORCE INDEX (tickets_by_resolution)
WHERE t.resolved_at >= :starts_at AND t.resolved_at < :ends_at AND t.confidential = 0
  AND (:units IS NULL OR FIND_IN_SET(t.unit_id, :units)) AND t.resolution_minutes <= :within
  AND t.state <> 'rejected'
  AND (:role_code = '' OR t.role_code = :role_code)
