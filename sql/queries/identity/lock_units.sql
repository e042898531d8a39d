-- The tree of units, held until the transaction ends: two moves at once could make a circle.
SELECT id, parent_id FROM units ORDER BY id FOR UPDATE
