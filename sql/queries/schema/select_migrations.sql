-- What has been applied, in order.
SELECT version, name, checksum, state, step
FROM schema_migrations
ORDER BY version
