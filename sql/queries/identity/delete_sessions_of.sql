-- Somebody's rights changed: they sign in anew everywhere.
DELETE FROM sessions WHERE person_id = :person_id
