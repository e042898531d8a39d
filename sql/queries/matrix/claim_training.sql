-- From now on whoever drew this claim trains.
UPDATE matrix_trainings SET state = 'running', claim = :claim, lease_until = :lease_until WHERE draft_id = :draft_id
