-- Tickets as they were asked, some at a time in their order, and who solved them. The first receipt is read from the timeline when the ticket
-- has been moved since.
SELECT t.id, t.subject, m.body, t.role_code, t.area_key, t.unit_id, t.resolved_at IS NOT NULL AND t.state <> 'rejected' AND t.merged_into_id IS NULL AS is_solved,
       COALESCE(JSON_VALUE(e.data, '$.receipt.reason'), t.reason) AS first_reason,
       IF(e.seq IS NULL, t.area_key, JSON_VALUE(e.data, '$.receipt.area')) AS first_area
FROM tickets t FORCE INDEX (PRIMARY)
JOIN ticket_messages m ON m.ticket_id = t.id AND m.seq = 1
LEFT JOIN ticket_events e ON e.ticket_id = t.id AND e.seq = 1 AND (t.hops > 0 OR t.reason = 'corrected')
WHERE t.id > :after_id AND t.id <= :last_id AND t.opened_at >= :opened_from AND t.opened_at < :opened_until AND t.confidential = 0
  AND (:role_code IS NULL OR t.role_code = :role_code) AND (:unit_ids IS NULL OR FIND_IN_SET(t.unit_id, :unit_ids))
ORDER BY t.id
LIMIT :page_size
