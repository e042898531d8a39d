-- A unit's name, what is above it and its head.
UPDATE units SET name = :name, parent_id = :parent_id, head_id = :head_id WHERE id = :id
