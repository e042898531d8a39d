-- Service accounts (people without a mail address) by name, those that have ended last; with the roles held on :today and how many of their
-- tokens are still good.
SELECT p.id, p.name, p.is_manager, p.is_administrator, p.is_matrix_owner, p.is_auditor, p.left_at,
       (SELECT GROUP_CONCAT(DISTINCT h.role_code ORDER BY h.role_code SEPARATOR '\n')
        FROM role_holders h
        WHERE h.person_id = p.id AND (h.valid_from IS NULL OR h.valid_from <= :today) AND (h.valid_to IS NULL OR h.valid_to >= :today)) AS roles,
       (SELECT COUNT(*) FROM api_tokens t
        WHERE t.person_id = p.id AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > :now)) AS live_tokens
FROM people p
WHERE p.email IS NULL
ORDER BY p.left_at IS NOT NULL, p.name, p.id
