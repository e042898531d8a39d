-- Somebody has shown by this provider who they are, for the first time.
INSERT INTO external_identities (provider_id, issuer, subject, person_id, created_at)
VALUES (:provider_id, :issuer, :subject, :person_id, :now)
