-- Somebody has shown the first factor and owes the second.
INSERT INTO sign_in_steps (token_hash, person_id, method, provider_id, next_path, new_secret, sealed_id_token, created_at, expires_at)
VALUES (:token_hash, :person_id, :method, :provider_id, :next_path, :new_secret, :sealed_id_token, :now, :expires_at)
