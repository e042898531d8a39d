-- A page of Znuny's tickets (public schema of Znuny 6 and later and of OTRS 6). A customer that no table knows is named by their address.
SELECT t.id, t.tn, t.title, CAST(t.create_time AS CHAR) AS created, y.name AS state_type, q.name AS queue, t.customer_user_id AS customer,
       CONCAT_WS(' ', c.first_name, c.last_name) AS customer_name, c.email AS customer_address, t.user_id AS owner,
       CONCAT_WS(' ', u.first_name, u.last_name) AS owner_name,
       (SELECT CONVERT(p.preferences_value USING utf8mb4)
        FROM user_preferences p
        WHERE p.user_id = u.id AND p.preferences_key = 'UserEmail'
        LIMIT 1) AS owner_address,
       (SELECT CAST(MAX(h.create_time) AS CHAR)
        FROM ticket_history h
        JOIN ticket_history_type k ON k.id = h.history_type_id
        WHERE h.ticket_id = t.id AND h.state_id = t.ticket_state_id AND k.name IN ('NewTicket', 'StateUpdate')) AS state_since
FROM ticket t
LEFT JOIN ticket_state s ON s.id = t.ticket_state_id
LEFT JOIN ticket_state_type y ON y.id = s.type_id
LEFT JOIN queue q ON q.id = t.queue_id
LEFT JOIN customer_user c ON c.login = t.customer_user_id
LEFT JOIN users u ON u.id = t.user_id
WHERE t.id > :after_id
ORDER BY t.id
LIMIT :page_size
