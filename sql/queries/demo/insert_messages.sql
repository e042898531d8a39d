-- Texts of tickets numbered from :first (:rows is a JSON list of [place of the ticket, seq, text]).
INSERT INTO ticket_messages (ticket_id, seq, is_note, body)
SELECT :first + r.place, r.seq, 0, r.body
FROM JSON_TABLE(:rows, '$[*]' COLUMNS (place INT UNSIGNED PATH '$[0]', seq INT UNSIGNED PATH '$[1]', body LONGTEXT PATH '$[2]')) r
