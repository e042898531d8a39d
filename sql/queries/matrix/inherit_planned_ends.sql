-- A version is taken back (:version_id). Where another one remembers its end as how an exception stood, it is the end before that one.
UPDATE matrix_planned_exceptions other
JOIN matrix_planned_exceptions mine ON mine.exception_id = other.exception_id AND mine.version_id = :version_id AND NOT mine.is_made
JOIN matrix_versions v ON v.id = mine.version_id
SET other.ends_at = mine.ends_at, other.end_kind = mine.end_kind, other.ended_at = mine.ended_at, other.ended_by_id = mine.ended_by_id,
    other.ended_version = mine.ended_version
WHERE other.version_id <> mine.version_id AND NOT other.is_made AND other.end_kind = 'retired' AND other.ended_version = v.version
