-- Many texts at once (:rows is a JSON list of [ticket, seq, text]).
INSERT INTO ticket_messages (ticket_id, seq, is_note, body)
SELECT r.ticket_id, r.seq, 0, r.body
FROM JSON_TABLE(:rows, '$[*]' COLUMNS (ticket_id BIGINT UNSIGNED PATH '$[0]', seq INT UNSIGNED PATH '$[1]', body LONGTEXT PATH '$[2]')) r
