-- Somebody has left, or is back.
UPDATE people SET left_at = CASE WHEN :has_left = 1 THEN COALESCE(left_at, :now) ELSE NULL END WHERE id = :id
