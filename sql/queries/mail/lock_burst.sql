-- What else is due to the readers of these letters (:ids, a JSON list) about the same tickets and has not been tried yet, these letters too.
SELECT l.id, l.ticket_id, l.recipient_email, l.kind, l.first_seq
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) mine
STRAIGHT_JOIN letters m ON m.id = mine.id
STRAIGHT_JOIN letters l ON l.ticket_id = m.ticket_id AND l.recipient_email = m.recipient_email
WHERE l.state = 'waiting' AND l.due_at <= :now AND l.attempts = 0
FOR UPDATE SKIP LOCKED
