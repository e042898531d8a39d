-- Timeline entries of tickets numbered from :first (:rows is a JSON list of [place of the ticket, seq, kind, actor, time, data]).
INSERT INTO ticket_events (ticket_id, seq, kind, actor_id, happened_at, data)
SELECT :first + r.place, r.seq, r.kind, r.actor_id, r.happened_at, r.data
FROM JSON_TABLE(:rows, '$[*]' COLUMNS (
    place INT UNSIGNED PATH '$[0]', seq INT UNSIGNED PATH '$[1]', kind VARCHAR(24) PATH '$[2]', actor_id BIGINT UNSIGNED PATH '$[3]',
    happened_at VARCHAR(32) PATH '$[4]', data LONGTEXT PATH '$[5]')) r
