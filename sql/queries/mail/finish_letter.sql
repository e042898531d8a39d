-- The end of an attempt. Only who still holds the claim may write it: a worker that comes back too late finds nothing.
UPDATE letters
SET state = :state, attempts = attempts + :attempt, due_at = :due_at, last_reply = :reply, worker = NULL, lease_until = NULL,
    finished_at = :finished_at
WHERE id = :id AND worker = :worker AND state = 'claimed'
