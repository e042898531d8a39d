-- A bearer token with the person it acts as, their roles on :today and shared queues: the one query of an API call's admission.
SELECT token.id AS token_id, token.last_used_at AS token_last_used_at, token.scopes AS token_scopes, token.rate AS token_rate,
       p.id, p.email, p.name, p.initials, p.title, p.phone, p.room, p.language, p.manager_id, p.unit_id, p.is_manager, p.manages_unit_id,
       p.is_administrator, p.is_matrix_owner, p.is_auditor, p.wants_shortcuts, p.left_at,
       (SELECT GROUP_CONCAT(r.code ORDER BY r.position, r.code SEPARATOR '\n')
        FROM role_holders h JOIN roles r ON r.code = h.role_code
        WHERE h.person_id = p.id AND (h.valid_from IS NULL OR h.valid_from <= :today) AND (h.valid_to IS NULL OR h.valid_to >= :today)) AS roles,
       (SELECT GROUP_CONCAT(DISTINCT s.queue_code ORDER BY s.queue_code SEPARATOR '\n')
        FROM role_holders h JOIN role_shares s ON s.role_code = h.role_code
        WHERE h.person_id = p.id AND (h.valid_from IS NULL OR h.valid_from <= :today) AND (h.valid_to IS NULL OR h.valid_to >= :today)) AS shared_queues
FROM api_tokens token
JOIN people p ON p.id = token.person_id
WHERE token.token_hash = :token_hash AND token.revoked_at IS NULL AND (token.expires_at IS NULL OR token.expires_at > :now) AND p.left_at IS NULL
