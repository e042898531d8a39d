-- Administrators besides one, held until the transaction ends. A program's account, without a mail address, can let nobody in.
SELECT id FROM people WHERE is_administrator = 1 AND left_at IS NULL AND email IS NOT NULL AND id <> :except_id FOR UPDATE
