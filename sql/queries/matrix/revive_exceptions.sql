-- A former version is in force again: exceptions that ended with its rows go on, unless the unit has said something else since.
UPDATE matrix_exceptions e
JOIN matrix_rows r ON r.version_id = :version_id AND r.area_key = e.area_key
LEFT JOIN matrix_exceptions later ON later.unit_id = e.unit_id AND later.area_key = e.area_key AND later.id > e.id
SET e.ends_at = NULL, e.end_kind = NULL, e.ended_at = NULL, e.ended_by_id = NULL, e.ended_version = NULL
WHERE e.end_kind = 'retired' AND later.id IS NULL
