-- One migrating process at a time for this schema; the lock ends with the connection.
SELECT GET_LOCK(LEFT(CONCAT('ansvar_migrate ', DATABASE()), 64), :seconds) AS is_locked
