-- Everything a replay has decided so far.
SELECT outcomes
FROM matrix_replay_pieces
WHERE replay_id = :replay_id
ORDER BY first_id
