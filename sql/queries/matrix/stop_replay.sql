-- Somebody does not want to wait for it. One that nobody runs yet is stopped at once.
UPDATE matrix_replays
SET stop_asked = 1, finished_at = IF(state = 'waiting', :now, finished_at), state = IF(state = 'waiting', 'stopped', state)
WHERE id = :id AND state IN ('waiting', 'running')
