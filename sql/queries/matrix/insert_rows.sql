-- The areas of a new version (:rows is a JSON list in the document's order).
INSERT INTO matrix_rows (version_id, position, row_ref, area_key, level, column_name, area, default_priority, confidential, emergency,
                         note, source_text)
SELECT :version_id, given.position, given.row_ref, given.area_key, given.level, given.column_name, given.area, given.default_priority,
       given.confidential, given.emergency, given.note, given.source_text
FROM JSON_TABLE(:rows, '$[*]' COLUMNS (
    position         FOR ORDINALITY,
    row_ref          VARCHAR(16)   PATH '$.row',
    area_key         VARCHAR(160)  PATH '$.key',
    level            VARCHAR(40)   PATH '$.level',
    column_name      VARCHAR(100)  PATH '$.column',
    area             VARCHAR(200)  PATH '$.name',
    default_priority INT           PATH '$.priority',
    confidential     INT           PATH '$.confidential',
    emergency        INT           PATH '$.emergency',
    note             VARCHAR(500)  PATH '$.note',
    source_text      VARCHAR(1000) PATH '$.source_text')) given
