-- A page of people by name, with the roles held on :today, the queues shared with these, their manager's name, and in each row how many
-- there are on all pages. :left: 0 those still here, 1 also those who have left, last, 2 only these. :search: in name or address, empty
-- for all. :role: who holds it, empty for all. :units: ids with commas between, 'none' for people without one, empty for all.
SELECT p.id, p.email, p.name, p.initials, p.title, p.phone, p.room, p.language, p.manager_id, p.unit_id, p.is_manager, p.manages_unit_id,
       p.is_administrator, p.is_matrix_owner, p.is_auditor, p.wants_shortcuts, p.left_at,
       (SELECT GROUP_CONCAT(r.code ORDER BY r.position, r.code SEPARATOR '\n')
        FROM role_holders h JOIN roles r ON r.code = h.role_code
        WHERE h.person_id = p.id AND (h.valid_from IS NULL OR h.valid_from <= :today) AND (h.valid_to IS NULL OR h.valid_to >= :today)) AS roles,
       (SELECT GROUP_CONCAT(DISTINCT s.queue_code ORDER BY s.queue_code SEPARATOR '\n')
        FROM role_holders h JOIN role_shares s ON s.role_code = h.role_code
        WHERE h.person_id = p.id AND (h.valid_from IS NULL OR h.valid_from <= :today) AND (h.valid_to IS NULL OR h.valid_to >= :today)) AS shared_queues,
       boss.name AS manager_name, COUNT(*) OVER () AS total
FROM people p
LEFT JOIN people boss ON boss.id = p.manager_id
WHERE (:left = 1 OR (p.left_at IS NOT NULL) = (:left = 2))
  AND (:search = '' OR LOCATE(:search, p.name) > 0 OR LOCATE(:search, CONVERT(p.email USING utf8mb4)) > 0)
  AND (:role = '' OR EXISTS (SELECT 1 FROM role_holders h
                             WHERE h.person_id = p.id AND h.role_code = :role
                               AND (h.valid_from IS NULL OR h.valid_from <= :today) AND (h.valid_to IS NULL OR h.valid_to >= :today)))
  AND (:units = '' OR (:units = 'none' AND p.unit_id IS NULL) OR FIND_IN_SET(p.unit_id, :units) > 0)
ORDER BY p.left_at IS NOT NULL, p.name, p.id
LIMIT :page_size OFFSET :skip
