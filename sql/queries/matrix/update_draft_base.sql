-- A draft is brought up to another version; who saw or approved it before did not see this.
UPDATE matrix_drafts
SET base_id = :base_id, replayed_revision = NULL, approved_revision = NULL, approved_by_id = NULL
WHERE id = :id
