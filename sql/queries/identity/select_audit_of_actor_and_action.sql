-- The same of one action by one person.
SELECT a.id, a.happened_at, a.actor_id, p.name AS actor_name, a.actor_kind, a.credential_id, a.client_address, a.action, a.object_kind, a.object_id,
       a.details, o.name AS object_name
FROM audit_log a FORCE INDEX (audit_by_actor_and_action)
LEFT JOIN people p ON p.id = a.actor_id
LEFT JOIN people o ON o.id = IF(a.object_kind = 'person', CAST(a.object_id AS UNSIGNED), NULL)
WHERE a.actor_id = :actor_id AND a.action = :action AND a.id < :before_id AND a.id >= :from_id AND a.happened_at >= :starts_at AND a.happened_at < :ends_at
ORDER BY a.id DESC
LIMIT :page_size
