-- What was done with a ticket's tags in the events of one change, the last first.
SELECT e.data
FROM ticket_events e
WHERE e.ticket_id = :ticket_id AND e.seq >= :first_seq AND e.seq <= :last_seq AND e.kind = 'tagged'
ORDER BY e.seq DESC
