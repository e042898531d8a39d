-- Somebody signs out.
DELETE FROM sessions WHERE token_hash = :token_hash
