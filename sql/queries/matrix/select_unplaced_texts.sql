-- What people asked that no row fitted (:ids is a JSON list). Confidential texts speak for nothing.
SELECT t.id, t.subject, m.body
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) c
STRAIGHT_JOIN tickets t ON t.id = c.id
JOIN ticket_messages m ON m.ticket_id = t.id AND m.seq = 1
WHERE t.confidential = 0
ORDER BY t.id DESC
