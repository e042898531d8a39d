-- What an address was told, newest first.
SELECT id, message_id, place IS NULL AS is_trial, ticket_id, payload, state, attempts, status, answer, created_at, tried_at
FROM webhook_deliveries FORCE INDEX (webhook_deliveries_newest)
WHERE webhook_id = :webhook_id AND id < COALESCE(:before, 9223372036854775807)
ORDER BY id DESC
LIMIT :limit
