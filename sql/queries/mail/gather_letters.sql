-- These letters (:letters, a JSON list of {id, into}) are told in another one.
UPDATE JSON_TABLE(:letters, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$.id', told_in BIGINT UNSIGNED PATH '$.into')) mine
STRAIGHT_JOIN letters l ON l.id = mine.id
SET l.state = 'gathered', l.gathered_in = mine.told_in, l.finished_at = :now
