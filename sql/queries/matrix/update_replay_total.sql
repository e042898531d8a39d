-- How many tickets there are to decide. Only who holds the claim may write.
UPDATE matrix_replays
SET tickets = :tickets
WHERE id = :id AND claim = :claim AND state = 'running'
