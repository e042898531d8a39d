-- The feed of changes after a number, in order.
SELECT number, ticket_id, COALESCE(last_ticket_id, ticket_id) AS last_ticket_id, seq, role_code, role_before, reach, made_at
FROM changes
WHERE number > :number
ORDER BY number
LIMIT :limit
