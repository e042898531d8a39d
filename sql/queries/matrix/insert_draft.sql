-- A new draft of a version.
INSERT INTO matrix_drafts (name, base_id, started_by_id, started_at)
VALUES (:name, :base_id, :by, :now)
