-- The conversation of one of Znuny's tickets; one without a_from, a_body and the rest was no mail, call or note.
SELECT a.id, s.name AS sender, a.is_visible_for_customer AS is_visible, CAST(a.create_time AS CHAR) AS created, CAST(m.id AS CHAR) AS mime_id, m.a_from, m.a_body,
       m.a_content_type, m.content_path, CONCAT_WS(' ', u.first_name, u.last_name) AS user_name,
       (SELECT CONVERT(p.preferences_value USING utf8mb4)
        FROM user_preferences p
        WHERE p.user_id = u.id AND p.preferences_key = 'UserEmail'
        LIMIT 1) AS user_address
FROM article a
LEFT JOIN article_sender_type s ON s.id = a.article_sender_type_id
LEFT JOIN article_data_mime m ON m.article_id = a.id
LEFT JOIN users u ON u.id = a.create_by
WHERE a.ticket_id = :ticket_id
ORDER BY a.create_time, a.id
