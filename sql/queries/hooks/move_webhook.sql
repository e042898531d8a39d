-- Its deliveries up to this place in the feed are written.
UPDATE webhooks
SET heard_number = :number, heard_within = :within
WHERE id = :id AND worker = :worker
