-- A second person approves a draft as it is at that revision.
UPDATE matrix_drafts SET approved_revision = :revision, approved_by_id = :by WHERE id = :id
