-- Whether a draft's router is being trained.
SELECT state, asked_at, asked_by_id FROM matrix_trainings WHERE draft_id = :draft_id
