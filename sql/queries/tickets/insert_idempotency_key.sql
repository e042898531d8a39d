-- The mark that a request was carried out, in its own transaction.
INSERT INTO idempotency_keys (person_id, key_hash, request_hash, ticket_id, seq, created_at)
VALUES (:person_id, :key_hash, :request_hash, :ticket_id, :seq, :now)
