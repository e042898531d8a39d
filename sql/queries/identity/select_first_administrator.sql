-- The administrator who was there first and can sign in: a program's account has no mail address.
SELECT id FROM people WHERE is_administrator = 1 AND left_at IS NULL AND email IS NOT NULL ORDER BY id LIMIT 1
