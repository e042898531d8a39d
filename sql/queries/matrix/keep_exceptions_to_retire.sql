-- Before a version ends exceptions with their rows (:keys, as in retire_exceptions): how they stood.
INSERT INTO matrix_planned_exceptions (version_id, exception_id, is_made, ends_at, end_kind, ended_at, ended_by_id, ended_version)
SELECT :version_id, id, 0, ends_at, end_kind, ended_at, ended_by_id, ended_version
FROM matrix_exceptions
WHERE (ends_at IS NULL OR ends_at > :at) AND JSON_CONTAINS(:keys, JSON_QUOTE(area_key))
