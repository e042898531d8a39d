-- A new unit, perhaps under another.
INSERT INTO units (name, parent_id) VALUES (:name, :parent_id)
