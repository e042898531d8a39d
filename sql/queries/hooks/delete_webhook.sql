-- An address with all that it was told.
DELETE FROM webhooks
WHERE id = :id
