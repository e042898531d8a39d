-- A planned version is taken back. Matches nothing when a service routes with it, its time has come, or it was taken back before.
UPDATE matrix_versions SET withdrawn_at = :now, withdrawn_by_id = :by
WHERE id = :id AND valid_from > :now AND in_force_at IS NULL AND withdrawn_at IS NULL
