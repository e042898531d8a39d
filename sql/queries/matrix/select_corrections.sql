-- Tickets that somebody moved because they had come to the wrong door, newest first, with what was said when the last was moved.
SELECT t.id, t.subject, m.body, t.role_code, t.area_key,
       (SELECT JSON_VALUE(r.data, '$.why') FROM ticket_events r WHERE r.ticket_id = t.id AND r.kind = 'rerouted' AND JSON_VALUE(r.data, '$.matrix') IS NULL ORDER BY r.seq DESC LIMIT 1) AS why
FROM tickets t FORCE INDEX (tickets_by_opening)
JOIN ticket_messages m ON m.ticket_id = t.id AND m.seq = 1
WHERE t.reason = 'corrected' AND t.hops > 0 AND t.confidential = 0 AND t.opened_at >= :since
ORDER BY t.id DESC
LIMIT :most
