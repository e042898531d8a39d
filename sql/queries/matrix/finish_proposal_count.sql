-- The proposals are counted as of :counted_at. Only who holds the claim may write.
UPDATE matrix_proposal_counts
SET counted_at = :counted_at, claim = NULL, lease_until = NULL
WHERE one = 1 AND claim = :claim
