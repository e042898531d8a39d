-- It is trained. Only who holds the claim may write.
DELETE FROM matrix_trainings WHERE draft_id = :draft_id AND claim = :claim
