-- Whom a provider means: by issuer and subject, never by mail.
SELECT e.id, e.provider_id, e.person_id
FROM external_identities e
WHERE e.issuer = :issuer AND e.subject = :subject
