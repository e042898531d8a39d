-- Somebody wants the proposals counted anew.
UPDATE matrix_proposal_counts
SET wanted_at = :now
WHERE one = 1
