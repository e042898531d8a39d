-- All units by name, with their heads and how many people still here work at each.
SELECT u.id, u.parent_id, u.name, u.head_id, head.name AS head_name,
       (SELECT COUNT(*) FROM people p WHERE p.unit_id = u.id AND p.left_at IS NULL) AS people_count
FROM units u
LEFT JOIN people head ON head.id = u.head_id
ORDER BY u.name, u.id
