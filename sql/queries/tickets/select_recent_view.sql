-- Has somebody's view of a confidential ticket been noted since :since?
SELECT a.id
FROM audit_log a FORCE INDEX (audit_by_object)
WHERE a.object_kind = 'ticket' AND a.object_id = :object_id AND a.action = 'ticket.viewed' AND a.actor_id = :person_id
  AND a.happened_at > :since
ORDER BY a.id DESC
LIMIT 1
