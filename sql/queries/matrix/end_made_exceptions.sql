-- A version is taken back: exceptions that it made for its new rows never begin.
UPDATE matrix_exceptions e
JOIN matrix_planned_exceptions p ON p.exception_id = e.id AND p.version_id = :version_id AND p.is_made
SET e.ends_at = e.starts_at, e.end_kind = 'removed', e.ended_at = :now, e.ended_by_id = :by
WHERE e.ends_at IS NULL OR e.ends_at > e.starts_at
