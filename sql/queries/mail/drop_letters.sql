-- Of these (:ids, a JSON list) there is nothing left to tell.
UPDATE JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) mine
STRAIGHT_JOIN letters l ON l.id = mine.id
SET l.state = 'dropped', l.finished_at = :now
