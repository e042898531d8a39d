-- A delivery that is not told any more.
UPDATE webhook_deliveries
SET state = 'left_out', answer = :why, finished_at = :now
WHERE id = :id AND state = 'waiting'
