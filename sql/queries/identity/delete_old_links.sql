-- Links that have been of no use since :before.
DELETE FROM sign_in_links WHERE expires_at < :before
