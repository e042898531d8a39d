-- When somebody is away, from :today on, with who stands in.
SELECT a.id, a.first_day, a.last_day, a.substitute_id, s.name AS substitute_name, s.left_at IS NOT NULL AS substitute_left
FROM absences a
LEFT JOIN people s ON s.id = a.substitute_id
WHERE a.person_id = :person_id AND a.last_day >= :today AND a.removed_at IS NULL
ORDER BY a.first_day, a.id
