-- From now on whoever drew this claim counts.
UPDATE matrix_proposal_counts
SET claim = :claim, lease_until = :lease_until
WHERE one = 1
