-- An answer from outside, and whether the requester is still to see it.
SELECT m.is_note, m.body, JSON_VALUE(e.data, '$.from') AS sender
FROM ticket_events e
JOIN ticket_messages m ON m.ticket_id = e.ticket_id AND m.seq = e.seq
WHERE e.ticket_id = :ticket_id AND e.seq = :seq AND e.kind = 'outside_answered'
