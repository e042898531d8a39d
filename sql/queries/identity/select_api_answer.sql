-- What a request with this key was answered.
SELECT request_hash, status, headers, body
FROM api_answers
WHERE token_id = :token_id AND key_hash = :key_hash
