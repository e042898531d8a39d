-- The end of a replay, or its return when the service stops. Only who holds the claim may write it.
UPDATE matrix_replays
SET state = :state, result = :result, finished_at = :finished_at, claim = NULL, lease_until = NULL
WHERE id = :id AND claim = :claim AND state = 'running'
