-- Deliveries that have served their time, a piece at a time.
DELETE FROM webhook_deliveries
WHERE finished_at < :before
ORDER BY finished_at
LIMIT 1000
