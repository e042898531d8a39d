-- Makes somebody hold a role, or changes when and in which order.
INSERT INTO role_holders (role_code, person_id, position, valid_from, valid_to)
VALUES (:role_code, :person_id, :position, :valid_from, :valid_to)
ON DUPLICATE KEY UPDATE position = VALUES(position), valid_from = VALUES(valid_from), valid_to = VALUES(valid_to)
