-- Who has looked at a confidential ticket, newest first.
SELECT a.happened_at, a.actor_kind, a.details, p.name
FROM audit_log a FORCE INDEX (audit_by_object)
LEFT JOIN people p ON p.id = a.actor_id
WHERE a.object_kind = 'ticket' AND a.object_id = :object_id AND a.action = 'ticket.viewed'
ORDER BY a.id DESC
LIMIT :limit
