-- Uses a link up. One caller matches the row; whoever comes at the same time waits for the row and then finds it used.
UPDATE sign_in_links SET used_at = :now
WHERE token_hash = :token_hash AND used_at IS NULL AND expires_at > :now
