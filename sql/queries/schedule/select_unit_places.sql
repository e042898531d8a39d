-- Under which unit each unit lies, in the order it holds.
SELECT unit_id, parent_id, CAST(valid_from AS CHAR) AS valid_from
FROM unit_places
ORDER BY valid_from, id
