-- From now on whoever drew this claim runs it.
UPDATE matrix_replays
SET state = 'running', claim = :claim, lease_until = :lease_until
WHERE id = :id
