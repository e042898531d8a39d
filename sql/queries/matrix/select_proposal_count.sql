-- When the proposals were counted, and whether they will be anew.
SELECT counted_at, wanted_at IS NOT NULL AND (counted_at IS NULL OR wanted_at > counted_at) AS is_wanted
FROM matrix_proposal_counts
WHERE one = 1
