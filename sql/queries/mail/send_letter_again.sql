-- A dead letter gets a fresh round of attempts, under its old Message-ID.
UPDATE letters
SET state = 'waiting', attempts_before = attempts, round_at = :now, due_at = :now, finished_at = NULL
WHERE id = :id AND state = 'dead' AND expires_at IS NULL
