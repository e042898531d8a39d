-- The delivery an address is at: the oldest that waits.
SELECT id, message_id, place IS NULL AS is_trial, ticket_id, payload, state, attempts, status, answer, created_at, tried_at
FROM webhook_deliveries
WHERE webhook_id = :webhook_id AND state = 'waiting' AND (place IS NULL) = :trials
ORDER BY id
LIMIT 1
