-- The roles somebody holds, also those whose days are past or to come.
SELECT h.role_code, h.unit_id, h.position, h.valid_from, h.valid_to
FROM role_holders h
JOIN roles r ON r.code = h.role_code
WHERE h.person_id = :person_id
ORDER BY r.position, r.code, h.unit_key
