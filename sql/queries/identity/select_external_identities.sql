-- The ways of signing in that somebody has connected.
SELECT e.id, e.provider_id, e.created_at, e.last_used_at, p.name AS provider_name
FROM external_identities e
JOIN identity_providers p ON p.id = e.provider_id
WHERE e.person_id = :person_id
ORDER BY p.name, e.id
