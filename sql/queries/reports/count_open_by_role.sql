-- Open tickets of each role now: all, those past their due time with the clock running, and those that nobody has taken.
-- Confidential ones are left out.
-- :units: the ids of the units whose requesters count, with commas between; NULL: everybody.
SELECT r.code AS role_code, COUNT(t.id) AS open_tickets, COALESCE(SUM(t.sort_at < :now), 0) AS overdue,
       SUM(t.id IS NOT NULL AND t.assignee_id IS NULL) AS unassigned
FROM roles r
LEFT JOIN tickets t FORCE INDEX (tickets_queue) ON t.role_code = r.code AND t.is_open = 1 AND t.confidential = 0 AND (:units IS NULL OR FIND_IN_SET(t.unit_id, :units))
GROUP BY r.code
