-- Lets a role's holders work in another queue too.
INSERT INTO role_shares (queue_code, role_code) VALUES (:queue_code, :role_code)
ON DUPLICATE KEY UPDATE role_code = VALUES(role_code)
