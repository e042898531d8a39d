-- A request with a key begins: whoever comes with the same one waits for this transaction.
INSERT INTO api_answers (token_id, key_hash, request_hash, created_at)
VALUES (:token_id, :key_hash, :request_hash, :now)
