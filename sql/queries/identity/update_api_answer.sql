-- What the request was answered, in the transaction of what it made.
UPDATE api_answers
SET status = :status, headers = :headers, body = :body
WHERE token_id = :token_id AND key_hash = :key_hash
