-- A browser's session with its person, their roles on :today and shared queues, and who must have a second factor: the one query of a
-- signed-in page's admission.
SELECT session.id AS session_id, session.created_at AS session_created_at, session.last_seen_at AS session_last_seen_at,
       session.method AS session_method, session.has_second_factor AS session_has_second_factor,
       session.provider_id AS session_provider_id,
       EXISTS (SELECT 1 FROM second_factors f WHERE f.person_id = p.id) AS owns_second_factor,
       (SELECT s.value FROM settings s WHERE s.name = 'second_factor') AS second_factor_rule,
       (SELECT GROUP_CONCAT(r.code SEPARATOR '\n') FROM roles r WHERE r.needs_second_factor = 1) AS guarded_roles,
       p.id, p.email, p.name, p.initials, p.title, p.phone, p.room, p.language, p.manager_id, p.unit_id, p.is_manager, p.manages_unit_id,
       p.is_administrator, p.is_matrix_owner, p.is_auditor, p.wants_shortcuts, p.left_at,
       (SELECT GROUP_CONCAT(r.code ORDER BY r.position, r.code SEPARATOR '\n')
        FROM role_holders h JOIN roles r ON r.code = h.role_code
        WHERE h.person_id = p.id AND (h.valid_from IS NULL OR h.valid_from <= :today) AND (h.valid_to IS NULL OR h.valid_to >= :today)) AS roles,
       (SELECT GROUP_CONCAT(DISTINCT s.queue_code ORDER BY s.queue_code SEPARATOR '\n')
        FROM role_holders h JOIN role_shares s ON s.role_code = h.role_code
        WHERE h.person_id = p.id AND (h.valid_from IS NULL OR h.valid_from <= :today) AND (h.valid_to IS NULL OR h.valid_to >= :today)) AS shared_queues
FROM sessions session
JOIN people p ON p.id = session.person_id
WHERE session.token_hash = :token_hash AND session.expires_at > :now AND p.left_at IS NULL
