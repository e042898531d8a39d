-- Those still here whose manager somebody is.
SELECT p.id, p.name FROM people p WHERE p.manager_id = :manager_id AND p.left_at IS NULL ORDER BY p.name, p.id
