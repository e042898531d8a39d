-- The newest finished migration.
SELECT COALESCE(MAX(version), 0) AS version
FROM schema_migrations
WHERE state = 'done'
