-- Tickets that came in during a time, for each role that has them now. Confidential ones are left out.
-- :units: the ids of the units whose requesters count, with commas between; NULL: everybody.
SELECT t.role_code, COUNT(*) AS tickets
FROM tickets t FORCE INDEX (tickets_by_opening)
WHERE t.opened_at >= :starts_at AND t.opened_at < :ends_at AND t.confidential = 0
  AND (:units IS NULL OR FIND_IN_SET(t.unit_id, :units))
GROUP BY t.role_code
