-- Gives changes (:numbered is a JSON list of [id, number]) their numbers. Row by row through the primary key: a scan of a small table would
-- wait for whoever has not committed.
UPDATE JSON_TABLE(:numbered, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$[0]', number BIGINT UNSIGNED PATH '$[1]')) given
STRAIGHT_JOIN changes c FORCE INDEX (PRIMARY) ON c.id = given.id
SET c.number = given.number
