-- Somebody signs out everywhere but here.
DELETE FROM sessions WHERE person_id = :person_id AND id <> :except_id
