-- Somebody's password, as its hash.
SELECT hash, set_at FROM passwords WHERE person_id = :person_id
