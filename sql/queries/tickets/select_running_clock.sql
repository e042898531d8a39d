-- The one clock of somebody's that runs.
SELECT id, ticket_id, started_at
FROM time_entries
WHERE running = :person_id
