-- Somebody new, known by address alone. Changes nothing when somebody else was faster.
INSERT INTO people (email, name, language, created_at)
VALUES (:email, :name, :language, :now)
ON DUPLICATE KEY UPDATE email = VALUES(email)
