-- The language somebody reads from now on.
UPDATE people SET language = :language WHERE id = :id
