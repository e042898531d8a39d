-- A service is about to route with a version: from now on nobody takes it back. Matches nothing when somebody has.
UPDATE matrix_versions SET in_force_at = COALESCE(in_force_at, :now) WHERE id = :id AND withdrawn_at IS NULL
