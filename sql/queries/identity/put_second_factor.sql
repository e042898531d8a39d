-- Somebody has set up a second factor, perhaps in place of another.
INSERT INTO second_factors (person_id, sealed_secret, last_step, confirmed_at)
VALUES (:person_id, :sealed_secret, :last_step, :now)
ON DUPLICATE KEY UPDATE sealed_secret = VALUES(sealed_secret), last_step = VALUES(last_step), confirmed_at = VALUES(confirmed_at)
