-- The newest tickets whose times were counted from their events from the beginning, for counting them again.
SELECT t.id
FROM tickets t FORCE INDEX (PRIMARY)
JOIN ticket_events e ON e.ticket_id = t.id AND e.seq = 1
WHERE t.id < :before_id AND JSON_CONTAINS_PATH(e.data, 'one', '$.target')
ORDER BY t.id DESC
LIMIT :sample
