-- The letter that tells of its being paused.
UPDATE webhooks
SET letter_id = :letter_id
WHERE id = :id
