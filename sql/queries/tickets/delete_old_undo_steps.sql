-- What can no longer be undone.
DELETE FROM undo_steps WHERE expires_at < :now LIMIT 1000
