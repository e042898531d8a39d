-- The conversation of one of osTicket's tickets: M a message of the user, R a response, N a note.
SELECT m.id, m.type, m.poster, m.body, m.format, CAST(m.created AS CHAR) AS created, a.email AS staff_address,
       CONCAT_WS(' ', a.firstname, a.lastname) AS staff_name, u.name AS user_name, e.address AS user_address
FROM ost_thread h
JOIN ost_thread_entry m ON m.thread_id = h.id
LEFT JOIN ost_staff a ON a.staff_id = m.staff_id AND m.staff_id > 0
LEFT JOIN ost_user u ON u.id = m.user_id AND m.user_id > 0
LEFT JOIN ost_user_email e ON e.id = u.default_email_id
WHERE h.object_type = 'T' AND h.object_id = :ticket_id
ORDER BY m.created, m.id
