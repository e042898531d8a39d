-- What was shared in events that are undone is internal again.
UPDATE ticket_messages m
JOIN ticket_events e ON e.ticket_id = m.ticket_id AND e.seq BETWEEN :first_seq AND :last_seq AND e.kind = 'outside_answered'
                        AND CAST(JSON_VALUE(e.data, '$.shared') AS UNSIGNED) = m.seq
SET m.is_note = 1, m.held_until = NULL
WHERE m.ticket_id = :ticket_id
