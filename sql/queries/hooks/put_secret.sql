-- A new secret; the one before signs too for a while.
UPDATE webhooks
SET sealed_earlier = sealed_secret, earlier_until = :earlier_until, sealed_secret = :sealed
WHERE id = :id
