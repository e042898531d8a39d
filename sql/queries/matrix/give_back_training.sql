-- It could not be trained, or the service stops. Only who holds the claim may write.
UPDATE matrix_trainings SET state = :state, claim = NULL, lease_until = NULL WHERE draft_id = :draft_id AND claim = :claim
