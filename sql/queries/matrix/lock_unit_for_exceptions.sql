-- Exceptions of one unit are written one after the other.
SELECT id, name FROM units WHERE id = :id FOR UPDATE
