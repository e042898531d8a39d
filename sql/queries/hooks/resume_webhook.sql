-- It goes on where it stood.
UPDATE webhooks
SET state = 'active', paused_why = NULL, paused_at = NULL, failures = 0, due_at = :now
WHERE id = :id
