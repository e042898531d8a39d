-- A page of FreeScout's conversations that are published (state 2); status 1 active, 2 pending, 3 closed, 4 spam.
SELECT c.id, c.subject, c.status, CAST(c.created_at AS CHAR) AS created, CAST(c.closed_at AS CHAR) AS closed, m.name AS queue,
       CONCAT_WS(' ', k.first_name, k.last_name) AS customer_name,
       COALESCE(NULLIF(c.customer_email, ''), (SELECT e.email FROM emails e WHERE e.customer_id = c.customer_id ORDER BY e.id LIMIT 1)) AS customer_address,
       CONCAT_WS(' ', u.first_name, u.last_name) AS user_name, u.email AS user_address
FROM conversations c
LEFT JOIN mailboxes m ON m.id = c.mailbox_id
LEFT JOIN customers k ON k.id = c.customer_id
LEFT JOIN users u ON u.id = c.user_id
WHERE c.id > :after_id AND c.state = 2
ORDER BY c.id
LIMIT :page_size
