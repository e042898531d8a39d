-- The newest routing receipt: why the ticket is where it is. A move that was undone is none.
SELECT e.data
FROM ticket_events e
WHERE e.ticket_id = :ticket_id AND e.kind IN ('opened', 'rerouted')
  AND NOT EXISTS (SELECT 1 FROM ticket_events u
                  WHERE u.ticket_id = :ticket_id AND u.kind = 'undone'
                    AND e.seq BETWEEN CAST(JSON_VALUE(u.data, '$.first') AS UNSIGNED) AND CAST(JSON_VALUE(u.data, '$.last') AS UNSIGNED))
ORDER BY e.seq DESC
LIMIT 1
