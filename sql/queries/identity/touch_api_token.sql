-- The token was used; when several calls say so in one minute, the first does it.
UPDATE api_tokens SET last_used_at = :now WHERE id = :id AND (last_used_at IS NULL OR last_used_at <= :noted_before)
