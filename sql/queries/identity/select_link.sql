-- A link that can still be used.
SELECT id, email, pending_id, language, expires_at
FROM sign_in_links
WHERE token_hash = :token_hash AND used_at IS NULL AND expires_at > :now
