-- The count of proposals, when it is due and nobody is at it.
SELECT one
FROM matrix_proposal_counts
WHERE one = 1 AND (claim IS NULL OR lease_until < :now)
  AND (counted_at IS NULL OR counted_at < :day_ago OR wanted_at > counted_at)
FOR UPDATE SKIP LOCKED
