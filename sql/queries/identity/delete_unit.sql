-- A unit that nothing refers to; else the foreign keys refuse.
DELETE FROM units WHERE id = :id
