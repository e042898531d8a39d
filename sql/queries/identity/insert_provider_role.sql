-- A claim value that means a role; said twice, it counts once.
INSERT INTO provider_roles (provider_id, claim_value, role_code)
VALUES (:provider_id, :claim_value, :role_code)
ON DUPLICATE KEY UPDATE role_code = VALUES(role_code)
