-- A bearer token; only its hash stays here.
INSERT INTO api_tokens (token_hash, name, person_id, created_at) VALUES (:token_hash, :name, :person_id, :now)
