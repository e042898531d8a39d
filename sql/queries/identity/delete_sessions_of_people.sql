-- Several people's roles changed (:ids is a JSON list): they sign in anew everywhere.
DELETE s
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) given
JOIN sessions s ON s.person_id = given.id
