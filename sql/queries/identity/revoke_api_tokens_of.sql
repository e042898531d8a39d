-- Somebody leaves: what programs could do in their name ends.
UPDATE api_tokens SET revoked_at = :now WHERE person_id = :person_id AND revoked_at IS NULL
