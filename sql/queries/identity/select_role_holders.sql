-- Who holds a role on :today, first asked first; with all their roles and shared queues.
SELECT p.id, p.email, p.name, p.initials, p.title, p.phone, p.room, p.language, p.manager_id, p.unit_id, p.is_manager, p.manages_unit_id,
       p.is_administrator, p.is_matrix_owner, p.is_auditor, p.wants_shortcuts, p.left_at,
       (SELECT GROUP_CONCAT(r.code ORDER BY r.position, r.code SEPARATOR '\n')
        FROM role_holders h JOIN roles r ON r.code = h.role_code
        WHERE h.person_id = p.id AND (h.valid_from IS NULL OR h.valid_from <= :today) AND (h.valid_to IS NULL OR h.valid_to >= :today)) AS roles,
       (SELECT GROUP_CONCAT(DISTINCT s.queue_code ORDER BY s.queue_code SEPARATOR '\n')
        FROM role_holders h JOIN role_shares s ON s.role_code = h.role_code
        WHERE h.person_id = p.id AND (h.valid_from IS NULL OR h.valid_from <= :today) AND (h.valid_to IS NULL OR h.valid_to >= :today)) AS shared_queues
FROM role_holders held
JOIN people p ON p.id = held.person_id
WHERE held.role_code = :role_code AND p.left_at IS NULL
  AND (held.valid_from IS NULL OR held.valid_from <= :today) AND (held.valid_to IS NULL OR held.valid_to >= :today)
ORDER BY held.position, p.name, p.id
