-- What requesters of tickets numbered from :first say (:rows is a JSON list of [place of the ticket, helped, time]).
INSERT INTO ticket_surveys (ticket_id, helped, words, answered_at)
SELECT :first + r.place, r.helped, '', r.answered_at
FROM JSON_TABLE(:rows, '$[*]' COLUMNS (place INT UNSIGNED PATH '$[0]', helped INT PATH '$[1]', answered_at VARCHAR(32) PATH '$[2]')) r
