-- For whom somebody stands in, from :today on.
SELECT a.person_id, a.first_day, a.last_day, p.name
FROM absences a
JOIN people p ON p.id = a.person_id
WHERE a.substitute_id = :substitute_id AND a.last_day >= :today AND a.removed_at IS NULL AND p.left_at IS NULL
ORDER BY a.first_day, a.id
