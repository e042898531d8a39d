-- One person by id, by mail address or by initials (the other two are NULL), with the roles held on :today and the queues shared with these.
-- Initials may stand twice: those still here come first.
SELECT p.id, p.email, p.name, p.initials, p.title, p.phone, p.room, p.language, p.manager_id, p.unit_id, p.is_manager, p.manages_unit_id,
       p.is_administrator, p.is_matrix_owner, p.is_auditor, p.wants_shortcuts, p.left_at,
       (SELECT GROUP_CONCAT(r.code ORDER BY r.position, r.code SEPARATOR '\n')
        FROM role_holders h JOIN roles r ON r.code = h.role_code
        WHERE h.person_id = p.id AND (h.valid_from IS NULL OR h.valid_from <= :today) AND (h.valid_to IS NULL OR h.valid_to >= :today)) AS roles,
       (SELECT GROUP_CONCAT(DISTINCT s.queue_code ORDER BY s.queue_code SEPARATOR '\n')
        FROM role_holders h JOIN role_shares s ON s.role_code = h.role_code
        WHERE h.person_id = p.id AND (h.valid_from IS NULL OR h.valid_from <= :today) AND (h.valid_to IS NULL OR h.valid_to >= :today)) AS shared_queues
FROM people p
WHERE p.id = :id OR p.email = :email OR p.initials = :initials
ORDER BY p.left_at IS NOT NULL, p.id
LIMIT 1
