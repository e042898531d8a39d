-- The time people have worked with a ticket; no minutes while a clock runs.
SELECT e.id, e.person_id, p.name AS person, e.started_at, e.minutes, e.note
FROM time_entries e
JOIN people p ON p.id = e.person_id
WHERE e.ticket_id = :ticket_id
ORDER BY e.id
