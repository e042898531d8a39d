-- The administrator who was there first.
SELECT id FROM people WHERE is_administrator = 1 AND left_at IS NULL ORDER BY id LIMIT 1
