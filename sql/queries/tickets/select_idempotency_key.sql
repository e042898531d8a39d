-- What an earlier request with the same key did.
SELECT request_hash, ticket_id, seq
FROM idempotency_keys
WHERE person_id = :person_id AND key_hash = :key_hash
