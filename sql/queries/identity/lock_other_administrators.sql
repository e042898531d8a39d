-- Administrators besides one, held until the transaction ends.
SELECT id FROM people WHERE is_administrator = 1 AND left_at IS NULL AND id <> :except_id FOR UPDATE
