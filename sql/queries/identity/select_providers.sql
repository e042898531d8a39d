-- The ways of signing in that the school has set up itself, and how many people each has shown us.
SELECT p.id, p.slug, p.name, p.convention, p.issuer, p.client_id, p.sealed_client_secret, p.allowed_domains, p.roles_claim, p.makes_people,
       p.is_enabled,
       (SELECT COUNT(*) FROM external_identities e WHERE e.provider_id = p.id) AS people
FROM identity_providers p
ORDER BY p.name, p.id
