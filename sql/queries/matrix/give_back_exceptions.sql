-- A version is taken back: what it ended stands as before, unless somebody has ended it otherwise since.
UPDATE matrix_exceptions e
JOIN matrix_planned_exceptions p ON p.exception_id = e.id AND p.version_id = :version_id AND NOT p.is_made
JOIN matrix_versions v ON v.id = p.version_id
SET e.ends_at = p.ends_at, e.end_kind = p.end_kind, e.ended_at = p.ended_at, e.ended_by_id = p.ended_by_id, e.ended_version = p.ended_version
WHERE e.end_kind = 'retired' AND e.ended_version = v.version AND e.ends_at = GREATEST(v.valid_from, e.starts_at)
