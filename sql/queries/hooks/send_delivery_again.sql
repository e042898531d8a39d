-- A delivery that has ended waits again, under its own id.
UPDATE webhook_deliveries
SET state = 'waiting', finished_at = NULL
WHERE id = :id AND webhook_id = :webhook_id AND state <> 'waiting'
