-- All holdings of roles (:role_code: of one; NULL: of all. :unit_id: those for that unit; NULL: whichever), past and coming ones too, first
-- asked first.
SELECT h.id, h.role_code, h.person_id, h.unit_id, h.position, h.valid_from, h.valid_to, p.name, p.left_at IS NOT NULL AS has_left,
       u.name AS unit_name
FROM role_holders h
JOIN people p ON p.id = h.person_id
LEFT JOIN units u ON u.id = h.unit_id
WHERE (:role_code IS NULL OR h.role_code = :role_code) AND (:unit_id IS NULL OR h.unit_id = :unit_id)
ORDER BY h.role_code, h.position, h.id
