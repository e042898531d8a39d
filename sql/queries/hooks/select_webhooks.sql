-- All addresses, or those of one owner.
SELECT w.id, w.name, w.url, w.owner_id, p.name AS owner_name, w.created_by_id, w.sealed_secret, w.sealed_earlier, w.earlier_until, w.state, w.paused_why,
       w.paused_at, w.heard_number, w.heard_within, w.failures, w.due_at, w.took_ms, w.worker, w.created_at,
       (SELECT COUNT(*) FROM webhook_deliveries d WHERE d.webhook_id = w.id AND d.state = 'waiting') AS waiting
FROM webhooks w
JOIN people p ON p.id = w.owner_id
WHERE :owner_id IS NULL OR w.owner_id = :owner_id
ORDER BY w.name, w.id
