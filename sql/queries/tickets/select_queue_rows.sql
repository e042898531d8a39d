-- Tickets as lists show them, by their numbers (:ids, JSON), in no order. :queues: those the reader works in, :roles: those asked for (JSON).
SELECT t.id, t.subject, t.role_code, t.row_ref, t.area, t.state, t.priority, t.due_at, t.sort_at, t.paused_at, t.snoozed_until, t.opened_at,
       t.assignee_id, t.confidential, t.version, t.unit_id, r.name AS requester, a.name AS assignee
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) i
STRAIGHT_JOIN tickets t ON t.id = i.id
JOIN people r ON r.id = t.requester_id
LEFT JOIN people a ON a.id = t.assignee_id
WHERE JSON_CONTAINS(:roles, JSON_QUOTE(t.role_code))
  AND ((t.confidential = 0 AND :is_staff = 1) OR (t.named_only = 0 AND JSON_CONTAINS(:queues, JSON_QUOTE(t.role_code))) OR t.requester_id = :person_id
       OR t.assignee_id = :person_id OR EXISTS (SELECT 1 FROM ticket_readers tr WHERE tr.ticket_id = t.id AND tr.person_id = :person_id))
