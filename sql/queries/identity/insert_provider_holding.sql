-- A provider's claim gives somebody a role that they do not hold, asked last; what they held once begins anew.
INSERT INTO role_holders (role_code, person_id, position, provider_id)
SELECT :role_code, :person_id, COALESCE(MAX(position) + 1, 0), :provider_id FROM role_holders WHERE role_code = :role_code
ON DUPLICATE KEY UPDATE valid_from = NULL, valid_to = NULL, provider_id = VALUES(provider_id)
