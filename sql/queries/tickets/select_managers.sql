-- The manager of :person_id, and the managers who answer for one of these units (:units, ids with commas between) or for all: is_own says which.
SELECT m.id, m.id = p.manager_id AS is_own, m.is_manager = 1 AND (m.manages_unit_id IS NULL OR FIND_IN_SET(m.manages_unit_id, :units)) AS answers
FROM people m
LEFT JOIN people p ON p.id = :person_id
WHERE m.left_at IS NULL AND (m.is_manager = 1 OR m.id = p.manager_id)
