-- Steps that have been of no use since :before.
DELETE FROM sign_in_steps WHERE expires_at < :before
