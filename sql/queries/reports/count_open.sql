-- How many tickets are open and due before :due_before, in all roles or one (:role_code, else empty).
-- :units: the ids of the units whose requesters count, with commas between; NULL: everybody.
SELECT COUNT(*) AS tickets
FROM roles r
STRAIGHT_JOIN tickets t FORCE INDEX (tickets_queue) ON t.role_code = r.code AND t.is_open = 1 AND t.confidential = 0 AND (:units IS NULL OR FIND_IN_SET(t.unit_id, :units))
WHERE (:role_code = '' OR r.code = :role_code) AND t.sort_at < :due_before
