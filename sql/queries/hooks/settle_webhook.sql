-- Where an address stands after a try.
UPDATE webhooks
SET failures = :failures, due_at = :due_at, took_ms = :took_ms
WHERE id = :id AND worker = :worker
