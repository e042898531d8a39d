-- Somebody has no password any more.
DELETE FROM passwords WHERE person_id = :person_id
