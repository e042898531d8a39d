-- One way of signing in, by its id or by its name in our paths (NULL: not asked for).
SELECT p.id, p.slug, p.name, p.convention, p.issuer, p.client_id, p.sealed_client_secret, p.allowed_domains, p.roles_claim, p.makes_people,
       p.is_enabled
FROM identity_providers p
WHERE p.id = :id OR p.slug = :slug
