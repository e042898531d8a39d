-- Everybody's row, held until the transaction ends: what an import was shown is what it changes.
SELECT id FROM people ORDER BY id FOR UPDATE
