-- People here whose name holds the words, by name.
SELECT p.id, p.name, COALESCE(p.title, '') AS title
FROM people p
WHERE p.left_at IS NULL AND p.email IS NOT NULL AND LOCATE(:words, p.name) > 0
ORDER BY p.name, p.id
LIMIT :page_size
