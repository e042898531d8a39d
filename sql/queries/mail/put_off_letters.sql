-- More letters than a reader is sent in an hour (:letters, a JSON list of {id, state, due}): they wait for a digest, or for their turn.
UPDATE JSON_TABLE(:letters, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$.id', state VARCHAR(10) PATH '$.state', due DATETIME(6) PATH '$.due')) mine
STRAIGHT_JOIN letters l ON l.id = mine.id
SET l.state = mine.state, l.due_at = mine.due
