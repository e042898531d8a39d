-- Addresses that have something to be told and that nobody else is telling; read without locks.
SELECT w.id
FROM webhooks w
WHERE (w.lease_until IS NULL OR w.lease_until <= :now)
  AND (EXISTS (SELECT 1 FROM webhook_deliveries d WHERE d.webhook_id = w.id AND d.state = 'waiting' AND d.place IS NULL)
       OR (w.state = 'active' AND w.due_at <= :now
           AND (w.heard_number < (SELECT s.last_number FROM change_sequencer s WHERE s.one = 1) OR w.heard_within IS NOT NULL
                OR EXISTS (SELECT 1 FROM webhook_deliveries d WHERE d.webhook_id = w.id AND d.state = 'waiting'))))
ORDER BY w.due_at, w.id
LIMIT 100
