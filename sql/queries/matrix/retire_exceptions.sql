-- Exceptions end with the rows that a new version has not (:keys is a JSON list of those it takes away).
UPDATE matrix_exceptions
SET ends_at = GREATEST(:at, starts_at), end_kind = 'retired', ended_at = :now, ended_by_id = :by, ended_version = :version
WHERE (ends_at IS NULL OR ends_at > :at) AND JSON_CONTAINS(:keys, JSON_QUOTE(area_key))
