-- A step back is taken once.
DELETE FROM undo_steps WHERE token_hash = :token_hash AND person_id = :person_id
