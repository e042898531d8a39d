-- All statements of a migration are done.
UPDATE schema_migrations
SET state = 'done', finished_at = UTC_TIMESTAMP(6), ms = LEAST(TIMESTAMPDIFF(MICROSECOND, started_at, UTC_TIMESTAMP(6)) DIV 1000, 4294967295)
WHERE version = :version
