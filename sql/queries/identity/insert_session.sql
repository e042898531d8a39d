-- Somebody signs in.
INSERT INTO sessions (token_hash, person_id, created_at, last_seen_at, expires_at)
VALUES (:token_hash, :person_id, :now, :now, :expires_at)
