-- Somebody has decided about a proposal that is locked.
UPDATE matrix_proposals
SET state = :state, draft_id = :draft_id, decided_by = :by, decided_at = :now
WHERE id = :id
