-- People held roles for the last time on :last_day (:rows is a JSON list).
UPDATE JSON_TABLE(:rows, '$[*]' COLUMNS (
    id   BIGINT UNSIGNED PATH '$.id',
    role VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_swedish_ci PATH '$.role')) given
STRAIGHT_JOIN role_holders h FORCE INDEX (role_holders_by_person) ON h.person_id = given.id AND h.role_code = given.role
SET h.valid_to = :last_day
WHERE (h.valid_to IS NULL OR h.valid_to > :last_day) AND (h.valid_from IS NULL OR h.valid_from <= :last_day)
