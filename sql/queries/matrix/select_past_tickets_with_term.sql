-- As select_past_tickets, of the newest tickets with a word: those that were moved count as solved by whoever they were moved to.
SELECT t.id, t.subject, m.body, t.role_code, t.area_key, t.unit_id,
       ((t.resolved_at IS NOT NULL AND t.state <> 'rejected') OR t.reason = 'corrected') AND t.merged_into_id IS NULL AS is_solved,
       COALESCE(JSON_VALUE(e.data, '$.receipt.reason'), t.reason) AS first_reason,
       IF(e.seq IS NULL, t.area_key, JSON_VALUE(e.data, '$.receipt.area')) AS first_area
FROM (SELECT ticket_id FROM ticket_terms WHERE term = :term AND is_internal = 0 ORDER BY ticket_id DESC LIMIT :most) x
STRAIGHT_JOIN tickets t ON t.id = x.ticket_id
JOIN ticket_messages m ON m.ticket_id = t.id AND m.seq = 1
LEFT JOIN ticket_events e ON e.ticket_id = t.id AND e.seq = 1 AND (t.hops > 0 OR t.reason = 'corrected')
WHERE t.confidential = 0 AND t.opened_at >= :since
ORDER BY t.id
