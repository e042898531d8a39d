-- A role's holdings, held until the transaction ends, first asked first.
SELECT h.id, h.person_id, h.unit_id, h.position, h.valid_from, h.valid_to FROM role_holders h WHERE h.role_code = :role_code ORDER BY h.position, h.id FOR UPDATE
