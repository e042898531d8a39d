-- Somebody sets a password.
INSERT INTO passwords (person_id, hash, set_at) VALUES (:person_id, :hash, :now)
ON DUPLICATE KEY UPDATE hash = VALUES(hash), set_at = VALUES(set_at)
