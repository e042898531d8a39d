-- The newest routing receipt: why the ticket is where it is.
SELECT e.data
FROM ticket_events e
WHERE e.ticket_id = :ticket_id AND e.kind IN ('opened', 'rerouted')
ORDER BY e.seq DESC
LIMIT 1
