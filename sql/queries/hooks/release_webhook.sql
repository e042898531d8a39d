-- Somebody else may tell it.
UPDATE webhooks
SET worker = NULL, lease_until = NULL
WHERE id = :id AND worker = :worker
