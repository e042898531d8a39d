-- The first administrator; somebody known by that address becomes it.
INSERT INTO people (email, name, language, is_administrator, created_at)
VALUES (:email, :name, 'sv', 1, :now)
ON DUPLICATE KEY UPDATE is_administrator = 1, left_at = NULL
