-- A new unit lies where it was made.
INSERT INTO unit_places (unit_id, parent_id, valid_from) VALUES (:unit_id, :parent_id, '2010-01-01')
