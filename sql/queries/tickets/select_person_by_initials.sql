-- Who a row of the matrix means by its initials.
SELECT id FROM people WHERE initials = :initials AND left_at IS NULL ORDER BY id LIMIT 1
