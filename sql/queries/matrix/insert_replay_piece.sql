-- What was decided, in the transaction that moves the replay on.
INSERT INTO matrix_replay_pieces (replay_id, first_id, outcomes) VALUES (:replay_id, :first_id, :outcomes)
