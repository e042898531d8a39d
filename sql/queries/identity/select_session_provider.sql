-- Which provider a session came from, and what it wants to see at sign-out.
SELECT s.sealed_id_token, p.slug
FROM sessions s
JOIN identity_providers p ON p.id = s.provider_id
WHERE s.token_hash = :token_hash AND p.is_enabled = 1
