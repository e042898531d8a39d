-- One more statement of a migration is done; in the same transaction as that statement, where the server lets it be.
UPDATE schema_migrations
SET step = :step
WHERE version = :version
