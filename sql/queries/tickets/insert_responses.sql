-- Later answers of a ticket (:rows is a JSON list of [event, asked, answered, working minutes]).
INSERT INTO ticket_responses (ticket_id, seq, asked_at, answered_at, minutes)
SELECT :ticket_id, r.seq, r.asked_at, r.answered_at, r.minutes
FROM JSON_TABLE(:rows, '$[*]' COLUMNS (seq INT UNSIGNED PATH '$[0]', asked_at VARCHAR(32) PATH '$[1]', answered_at VARCHAR(32) PATH '$[2]',
                                       minutes INT UNSIGNED PATH '$[3]')) r
