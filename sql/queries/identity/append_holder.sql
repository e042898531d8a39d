-- Somebody holds a role from now on, asked last; a holding with dates becomes open-ended.
INSERT INTO role_holders (role_code, person_id, position)
SELECT :role_code, :person_id, COALESCE(MAX(position) + 1, 0) FROM role_holders WHERE role_code = :role_code
ON DUPLICATE KEY UPDATE valid_from = NULL, valid_to = NULL, provider_id = NULL
