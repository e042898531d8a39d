-- A replay is removed with its tickets; one that runs or waits is stopped first.
DELETE FROM matrix_replays WHERE id = :id AND state NOT IN ('waiting', 'running')
