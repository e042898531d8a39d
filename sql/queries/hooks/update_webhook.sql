-- Another name or place for the same address; a new place is tried at once.
UPDATE webhooks
SET failures = IF(url = :url, failures, 0), due_at = IF(url = :url, due_at, :now), name = :name, url = :url
WHERE id = :id
