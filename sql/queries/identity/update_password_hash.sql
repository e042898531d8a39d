-- The same password under today's parameters, unless it was changed meanwhile.
UPDATE passwords SET hash = :hash WHERE person_id = :person_id AND hash = :old_hash
