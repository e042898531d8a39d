-- The claim holds longer; no row when it is no longer ours.
UPDATE webhooks
SET lease_until = :lease_until
WHERE id = :id AND worker = :worker
