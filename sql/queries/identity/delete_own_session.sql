-- Somebody signs out in another browser of theirs.
DELETE FROM sessions WHERE id = :id AND person_id = :person_id
