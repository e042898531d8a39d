-- What was written in one of FreeScout's conversations: type 1 of the customer, 2 of an agent, 3 a note. Drafts and lines of its log are not.
SELECT t.id, t.type, t.body, CAST(t.created_at AS CHAR) AS created, CONCAT_WS(' ', u.first_name, u.last_name) AS user_name, u.email AS user_address,
       CONCAT_WS(' ', k.first_name, k.last_name) AS customer_name,
       (SELECT e.email FROM emails e WHERE e.customer_id = t.created_by_customer_id ORDER BY e.id LIMIT 1) AS customer_address
FROM threads t
LEFT JOIN users u ON u.id = t.created_by_user_id
LEFT JOIN customers k ON k.id = t.created_by_customer_id
WHERE t.conversation_id = :conversation_id AND t.type IN (1, 2, 3) AND t.state = 2
ORDER BY t.created_at, t.id
