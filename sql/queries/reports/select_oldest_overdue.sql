-- The ticket that has been overdue for longest (with the clock running, what it is sorted by is its due time). Confidential ones are left out.
-- :units: the ids of the units whose requesters count, with commas between; NULL: everybody.
SELECT t.role_code, t.sort_at AS due_at
FROM roles r
JOIN tickets t FORCE INDEX (tickets_queue) ON t.role_code = r.code AND t.is_open = 1 AND t.confidential = 0 AND (:units IS NULL OR FIND_IN_SET(t.unit_id, :units)) AND t.sort_at < :now
ORDER BY t.sort_at, t.id
LIMIT 1
