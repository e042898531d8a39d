-- From now on whoever drew this claim tells it.
UPDATE webhooks
SET worker = :worker, lease_until = :lease_until
WHERE id = :id
