-- Somebody has signed in that way.
UPDATE external_identities SET last_used_at = :now WHERE id = :id
