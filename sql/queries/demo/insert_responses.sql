-- Answers after the first of tickets numbered from :first (:rows is a JSON list of [place of the ticket, seq, asked, answered, minutes]).
INSERT INTO ticket_responses (ticket_id, seq, asked_at, answered_at, minutes)
SELECT :first + r.place, r.seq, r.asked_at, r.answered_at, r.minutes
FROM JSON_TABLE(:rows, '$[*]' COLUMNS (
    place INT UNSIGNED PATH '$[0]', seq INT UNSIGNED PATH '$[1]', asked_at VARCHAR(32) PATH '$[2]', answered_at VARCHAR(32) PATH '$[3]',
    minutes INT UNSIGNED PATH '$[4]')) r
