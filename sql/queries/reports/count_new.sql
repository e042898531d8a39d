-- Tickets that came in during a time, in all roles or one (:role_code, else empty). Confidential ones are left out.
-- :units: the ids of the units whose requesters count, with commas between; NULL: everybody.
SELECT COUNT(*) AS tickets
FROM tickets t FORCE INDEX (tickets_by_opening)
WHERE t.opened_at >= :starts_at AND t.opened_at < :ends_at AND t.confidential = 0
  AND (:units IS NULL OR FIND_IN_SET(t.unit_id, :units))
  AND (:role_code = '' OR t.role_code = :role_code)
