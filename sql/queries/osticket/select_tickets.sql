-- A page of osTicket's tickets (public schema, prefix ost_). The topic names the queue; without one the department does.
SELECT t.ticket_id, CAST(t.created AS CHAR) AS created, CAST(t.closed AS CHAR) AS closed, s.state, t.isanswered AS is_answered,
       COALESCE(h.topic, d.name, '') AS queue, u.name AS user_name, e.address AS user_address, a.email AS staff_address,
       CONCAT_WS(' ', a.firstname, a.lastname) AS staff_name,
       (SELECT v.value
        FROM ost_form_entry f
        JOIN ost_form_entry_values v ON v.entry_id = f.id
        JOIN ost_form_field i ON i.id = v.field_id
        WHERE f.object_type = 'T' AND f.object_id = t.ticket_id AND i.name = 'subject'
        ORDER BY f.id
        LIMIT 1) AS subject
FROM ost_ticket t
LEFT JOIN ost_ticket_status s ON s.id = t.status_id
LEFT JOIN ost_help_topic h ON h.topic_id = t.topic_id
LEFT JOIN ost_department d ON d.id = t.dept_id
LEFT JOIN ost_user u ON u.id = t.user_id
LEFT JOIN ost_user_email e ON e.id = u.default_email_id
LEFT JOIN ost_staff a ON a.staff_id = t.staff_id
WHERE t.ticket_id > :after_id
ORDER BY t.ticket_id
LIMIT :page_size
