-- Who holds which role, for everybody or for a unit, except holdings that ended before :today.
SELECT h.role_code, h.person_id, h.unit_id, h.position, h.valid_from, h.valid_to
FROM role_holders h
WHERE h.valid_to IS NULL OR h.valid_to >= :today
