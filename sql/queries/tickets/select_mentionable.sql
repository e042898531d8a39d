-- Who can be mentioned on a ticket: those here who hold a role today, managers, administrators.
SELECT p.id, p.name, COALESCE(p.title, '') AS title
FROM people p
WHERE p.left_at IS NULL AND p.email IS NOT NULL
  AND (p.is_manager = 1 OR p.is_administrator = 1
       OR EXISTS (SELECT 1 FROM role_holders h
                  WHERE h.person_id = p.id AND (h.valid_from IS NULL OR h.valid_from <= :today) AND (h.valid_to IS NULL OR h.valid_to >= :today)))
ORDER BY p.name, p.id
LIMIT 20000
