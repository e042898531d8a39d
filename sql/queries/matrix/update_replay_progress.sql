-- Some more tickets are decided. Only who holds the claim may write.
UPDATE matrix_replays
SET done = done + :more, after_id = :after_id, lease_until = :lease_until
WHERE id = :id AND claim = :claim AND state = 'running'
