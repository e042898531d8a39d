-- How a try ended.
UPDATE webhook_deliveries
SET state = :state, attempts = attempts + 1, status = :status, answer = :answer, tried_at = :now, finished_at = IF(:state = 'waiting', NULL, :now)
WHERE id = :id AND state = 'waiting'
