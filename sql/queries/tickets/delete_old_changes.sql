-- Changes that everybody has met, a piece at a time. Up to the first that is young enough, so that those behind it are not even looked at.
DELETE FROM changes
WHERE number IS NOT NULL
  AND id < COALESCE((SELECT young.id FROM (SELECT id FROM changes WHERE made_at >= :before ORDER BY id LIMIT 1) young), 18446744073709551615)
ORDER BY id
LIMIT 1000
