-- A migration begins.
INSERT INTO schema_migrations (version, name, checksum, state, started_at)
VALUES (:version, :name, :checksum, 'running', UTC_TIMESTAMP(6))
