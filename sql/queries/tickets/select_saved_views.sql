-- Views that somebody may use: their own, and those shared with a queue they work in (:queues is a JSON list); by name. :id NULL: all of them.
SELECT v.id, v.owner_id, v.role_code, v.name, v.filter, p.name AS owner
FROM saved_views v
JOIN people p ON p.id = v.owner_id
WHERE (:id IS NULL OR v.id = :id) AND (v.owner_id = :person_id OR JSON_CONTAINS(:queues, JSON_QUOTE(v.role_code)))
ORDER BY v.name, v.id
LIMIT 200
