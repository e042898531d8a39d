-- A step that still waits for its second factor.
SELECT id, person_id, method, provider_id, next_path, new_secret, sealed_id_token, tries
FROM sign_in_steps
WHERE token_hash = :token_hash AND expires_at > :now
