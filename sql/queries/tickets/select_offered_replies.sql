-- Texts to begin an answer with: everybody's, those of the ticket's queue, those of the queues somebody works in (:role_codes, JSON).
SELECT c.id, c.role_code, c.name, c.body, CAST(c.changed_at AS CHAR) AS version, NULL AS changed_by
FROM canned_replies c
WHERE c.role_code IS NULL OR c.role_code = :role_code OR JSON_CONTAINS(:role_codes, JSON_QUOTE(c.role_code))
ORDER BY COALESCE(c.role_code = :role_code, 0) DESC, c.name, c.id
LIMIT 200
