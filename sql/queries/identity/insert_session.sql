-- Somebody signs in.
INSERT INTO sessions (token_hash, person_id, created_at, last_seen_at, expires_at, method, has_second_factor, client_address, client, provider_id,
                      sealed_id_token)
VALUES (:token_hash, :person_id, :began, :now, :expires_at, :method, :has_second_factor, :client_address, :client, :provider_id, :sealed_id_token)
