-- Who is away from :today on, in the order they said so.
SELECT a.person_id, a.first_day, a.last_day, a.substitute_id FROM absences a WHERE a.last_day >= :today AND a.removed_at IS NULL ORDER BY a.id
