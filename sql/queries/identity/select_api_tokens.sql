-- All bearer tokens, newest first.
SELECT t.id, t.name, t.person_id, p.name AS person_name, t.created_at, t.last_used_at, t.revoked_at, t.scopes, t.expires_at
FROM api_tokens t
JOIN people p ON p.id = t.person_id
ORDER BY t.id DESC
