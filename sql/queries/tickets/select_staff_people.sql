-- Those who may answer or stand in: holders, managers, heads of units, people whom the matrix may name, those away from :today on and
-- their substitutes. Not the whole school.
SELECT p.id, p.name, p.initials, p.left_at IS NOT NULL AS has_left
FROM people p
JOIN (SELECT h.person_id AS id FROM role_holders h
      UNION SELECT m.manager_id FROM people m WHERE m.manager_id IS NOT NULL
      UNION SELECT u.head_id FROM units u WHERE u.head_id IS NOT NULL
      UNION SELECT i.id FROM people i WHERE i.initials > ''
      UNION SELECT a.person_id FROM absences a WHERE a.last_day >= :today AND a.removed_at IS NULL
      UNION SELECT a.substitute_id FROM absences a WHERE a.last_day >= :today AND a.removed_at IS NULL AND a.substitute_id IS NOT NULL) known ON known.id = p.id
