-- A way of signing in as an administrator wants it from now on. Its place in our paths stays: the provider knows it.
UPDATE identity_providers
SET name = :name, convention = :convention, issuer = :issuer, client_id = :client_id, sealed_client_secret = :sealed_client_secret,
    allowed_domains = :allowed_domains, roles_claim = :roles_claim, makes_people = :makes_people, is_enabled = :is_enabled
WHERE id = :id
