-- People are back (:ids is a JSON list), without the rights they had.
UPDATE JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) given
STRAIGHT_JOIN people p FORCE INDEX (PRIMARY) ON p.id = given.id
SET p.left_at = NULL, p.is_manager = 0, p.manages_unit_id = NULL, p.is_administrator = 0, p.is_matrix_owner = 0, p.is_auditor = 0
