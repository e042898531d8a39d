-- Somebody takes an exception away; one that has not begun never does.
UPDATE matrix_exceptions
SET ends_at = GREATEST(:at, starts_at), end_kind = 'removed', ended_at = :now, ended_by_id = :by
WHERE id = :id AND (ends_at IS NULL OR ends_at > :at)
