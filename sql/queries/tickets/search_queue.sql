-- A role's tickets whose number or subject fits, open first, newest first.
SELECT t.id, t.subject, t.role_code, t.row_ref, t.area, t.state, t.priority, t.due_at, t.sort_at, t.paused_at, t.snoozed_until, t.opened_at,
       t.assignee_id, t.confidential, t.version, r.name AS requester, a.name AS assignee
FROM (SELECT x.id FROM tickets x FORCE INDEX (tickets_done) WHERE x.role_code = :role_code ORDER BY x.is_open DESC, x.id DESC LIMIT 5000) newest
JOIN tickets t ON t.id = newest.id
JOIN people r ON r.id = t.requester_id
LEFT JOIN people a ON a.id = t.assignee_id
WHERE (t.id = :number OR t.subject LIKE :pattern OR r.name LIKE :pattern)
  AND (t.confidential = 0 OR (t.named_only = 0 AND :sees_confidential = 1) OR t.requester_id = :person_id OR t.assignee_id = :person_id
       OR EXISTS (SELECT 1 FROM ticket_readers tr WHERE tr.ticket_id = t.id AND tr.person_id = :person_id))
ORDER BY t.is_open DESC, t.id DESC
LIMIT 50
