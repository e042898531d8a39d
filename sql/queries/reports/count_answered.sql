-- How many tickets were answered for the first time during a time within :within working minutes, in all roles or one (:role_code, else empty).
-- :units: the ids of the units whose requesters count, with commas between; NULL: everybody.
SELECT COUNT(*) AS tickets
FROM tickets t FORCE INDEX (tickets_by_answer)
WHERE t.first_response_at >= :starts_at AND t.first_response_at < :ends_at AND t.confidential = 0
  AND (:units IS NULL OR FIND_IN_SET(t.unit_id, :units)) AND t.first_response_minutes <= :within
  AND (:role_code = '' OR t.role_code = :role_code)
