-- The areas of a version, in the document's order.
SELECT row_ref, area_key, level, column_name, area, default_priority, confidential, emergency, note, source_text
FROM matrix_rows
WHERE version_id = :version_id
ORDER BY position
