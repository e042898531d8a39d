-- A draft's router is to be trained anew; one that waits or is at it stays as it is.
INSERT INTO matrix_trainings (draft_id, state, asked_at, asked_by_id)
VALUES (:draft_id, 'waiting', :now, :by)
ON DUPLICATE KEY UPDATE asked_at = IF(state = 'failed', :now, asked_at), asked_by_id = IF(state = 'failed', :by, asked_by_id),
                        state = IF(state = 'failed', 'waiting', state)
