-- Versions whose time has come and that some tickets have not been moved with yet.
SELECT DISTINCT m.version_id
FROM matrix_moves m
JOIN matrix_versions v ON v.id = m.version_id
WHERE m.state = 'waiting' AND v.valid_from <= :now AND v.withdrawn_at IS NULL
ORDER BY m.version_id
