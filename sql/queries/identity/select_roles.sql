-- All roles in the order of lists, and whether somebody still here holds them, or a role that shares their queue, on :today.
SELECT r.code, r.name_sv, r.name_en, r.kind, r.email, r.position,
       EXISTS (SELECT 1
               FROM role_holders h JOIN people p ON p.id = h.person_id
               WHERE (h.role_code = r.code OR h.role_code IN (SELECT s.role_code FROM role_shares s WHERE s.queue_code = r.code))
                 AND p.left_at IS NULL
                 AND (h.valid_from IS NULL OR h.valid_from <= :today) AND (h.valid_to IS NULL OR h.valid_to >= :today)) AS is_staffed
FROM roles r
ORDER BY r.position, r.code
