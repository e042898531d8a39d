-- Somebody has no second factor any more.
DELETE FROM second_factors WHERE person_id = :person_id
