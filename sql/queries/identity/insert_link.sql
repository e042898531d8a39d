-- A link that is being mailed; only its token's hash stays here.
INSERT INTO sign_in_links (token_hash, email, pending_id, language, created_at, expires_at)
VALUES (:token_hash, :email, :pending_id, :language, :now, :expires_at)
