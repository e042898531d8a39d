-- A version made an exception for a new row.
INSERT INTO matrix_planned_exceptions (version_id, exception_id, is_made) VALUES (:version_id, :exception_id, 1)
