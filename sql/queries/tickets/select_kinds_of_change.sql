-- What happened in the change whose last event is :seq: all of its events have one time.
SELECT e.kind
FROM ticket_events last
JOIN ticket_events e ON e.ticket_id = last.ticket_id AND e.seq <= last.seq AND e.happened_at = last.happened_at
WHERE last.ticket_id = :ticket_id AND last.seq = :seq
ORDER BY e.seq
