-- A draft's last change.
UPDATE matrix_drafts SET revision = :revision WHERE id = :id
