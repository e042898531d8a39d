-- Many timeline entries at once (:rows is a JSON list of [ticket, seq, kind, actor, time, data]).
INSERT INTO ticket_events (ticket_id, seq, kind, actor_id, happened_at, data)
SELECT r.ticket_id, r.seq, r.kind, r.actor_id, r.happened_at, r.data
FROM JSON_TABLE(:rows, '$[*]' COLUMNS (
    ticket_id BIGINT UNSIGNED PATH '$[0]', seq INT UNSIGNED PATH '$[1]', kind VARCHAR(24) PATH '$[2]', actor_id BIGINT UNSIGNED PATH '$[3]',
    happened_at VARCHAR(32) PATH '$[4]', data LONGTEXT PATH '$[5]')) r
