-- A bearer token; only its hash stays here.
INSERT INTO api_tokens (token_hash, name, person_id, scopes, rate, expires_at, created_by_id, created_at)
VALUES (:token_hash, :name, :person_id, :scopes, :rate, :expires_at, :created_by_id, :now)
