-- Sessions that have been of no use since :before.
DELETE FROM sessions WHERE expires_at < :before
