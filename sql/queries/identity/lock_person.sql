-- Somebody's row, held until the transaction ends: what is decided about them is decided one after the other.
SELECT id FROM people WHERE id = :id FOR UPDATE
