-- From now on it is told nothing but trials.
UPDATE webhooks
SET state = 'paused', paused_why = :why, paused_at = :now
WHERE id = :id
