-- Everybody with a mail address, as an import compares them: the roles they hold on :today or will, and their manager's address.
SELECT p.id, p.email, p.name, p.title, p.phone, p.room, p.language, p.unit_id, p.left_at IS NOT NULL AS has_left, boss.email AS manager_email,
       (SELECT GROUP_CONCAT(DISTINCT h.role_code ORDER BY h.role_code SEPARATOR '\n')
        FROM role_holders h
        WHERE h.person_id = p.id AND (h.valid_to IS NULL OR h.valid_to >= :today)) AS roles
FROM people p
LEFT JOIN people boss ON boss.id = p.manager_id
WHERE p.email IS NOT NULL
ORDER BY p.name, p.id
