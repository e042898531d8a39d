-- A bearer token is good for nothing any more.
UPDATE api_tokens SET revoked_at = :now WHERE id = :id AND revoked_at IS NULL
