-- A way of signing in that is new.
INSERT INTO identity_providers (slug, name, convention, issuer, client_id, sealed_client_secret, allowed_domains, roles_claim, makes_people,
                                is_enabled, created_at)
VALUES (:slug, :name, :convention, :issuer, :client_id, :sealed_client_secret, :allowed_domains, :roles_claim, :makes_people, :is_enabled, :now)
