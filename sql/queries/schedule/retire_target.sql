-- A target that no ticket gets any more.
UPDATE targets SET retired_at = :now, retired_by_id = :by WHERE id = :id AND retired_at IS NULL
