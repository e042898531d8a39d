-- The targets in force.
SELECT id, role_code, unit_id, area_key, level, priority, first_response_minutes, next_response_minutes, resolution_minutes
FROM targets
WHERE retired_at IS NULL
ORDER BY id
