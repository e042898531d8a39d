-- What was said before for the row at the unit gives way when the new one begins.
UPDATE matrix_exceptions
SET ends_at = GREATEST(:at, starts_at), end_kind = 'replaced', ended_at = :now, ended_by_id = :by
WHERE unit_id = :unit_id AND area_key = :area_key AND (ends_at IS NULL OR ends_at > :at)
