-- A session that has shown the second factor goes on under a new token.
UPDATE sessions SET token_hash = :token_hash, has_second_factor = 1 WHERE id = :id
