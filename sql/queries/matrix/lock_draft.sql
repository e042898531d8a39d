-- Keeps others from changing a draft while this transaction does.
SELECT id FROM matrix_drafts WHERE id = :id FOR UPDATE
