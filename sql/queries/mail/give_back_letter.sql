-- A claim returned unused.
UPDATE letters
SET state = 'waiting', worker = NULL, lease_until = NULL
WHERE id = :id AND worker = :worker AND state = 'claimed'
