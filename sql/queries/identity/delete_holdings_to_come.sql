-- Somebody will not hold what they would have held after :last_day; of one role, or (NULL) of all.
DELETE FROM role_holders WHERE person_id = :person_id AND (:role_code IS NULL OR role_code = :role_code) AND valid_from > :last_day
