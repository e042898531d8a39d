-- The rows of a former version, for the one that takes its content again.
INSERT INTO matrix_rows (version_id, position, row_ref, area_key, level, column_name, area, default_priority, confidential, emergency,
                         note, source_text)
SELECT :id, position, row_ref, area_key, level, column_name, area, default_priority, confidential, emergency, note, source_text
FROM matrix_rows
WHERE version_id = :of
