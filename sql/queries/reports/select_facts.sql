-- What figures are counted from, a piece of all tickets at a time, in their order. Where a ticket was put first is read from its timeline when
-- that is not where it is. Confidential ones are in no figure.
SELECT t.id, t.requester_id, TIMESTAMPDIFF(SECOND, '1970-01-01', t.opened_at) AS opened_at,
       TIMESTAMPDIFF(SECOND, '1970-01-01', t.first_response_at) AS answered_at, TIMESTAMPDIFF(SECOND, '1970-01-01', t.resolved_at) AS resolved_at,
       TIMESTAMPDIFF(SECOND, '1970-01-01', t.due_at) AS due_at, t.first_response_minutes, t.resolution_minutes, t.right_role_minutes,
       t.first_response_target, t.resolution_target, t.role_code, t.area_key, t.unit_id, t.state, t.is_open, t.priority, t.channel,
       t.assignee_id IS NULL AS unassigned, t.hops, t.reopens, s.helped, COALESCE(JSON_VALUE(e.data, '$.to'), t.role_code) AS first_role,
       IF(e.seq IS NULL, t.area_key, JSON_VALUE(e.data, '$.receipt.area')) AS first_area,
       COALESCE(JSON_VALUE(e.data, '$.receipt.reason'), t.reason) AS first_reason,
       COALESCE(JSON_VALUE(e.data, '$.receipt.matrix_version'), t.matrix_version) AS first_version
FROM tickets t
LEFT JOIN ticket_surveys s ON s.ticket_id = t.id
LEFT JOIN ticket_events e ON e.ticket_id = t.id AND e.seq = 1 AND (t.hops > 0 OR t.reason = 'corrected')
WHERE t.id > :after_id AND t.id <= :last_id AND t.confidential = 0
ORDER BY t.id
LIMIT :page_size
