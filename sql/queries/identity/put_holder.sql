-- Makes somebody hold a role, for a unit or (NULL) for everybody, or changes when and in which order.
INSERT INTO role_holders (role_code, person_id, unit_id, position, valid_from, valid_to)
VALUES (:role_code, :person_id, :unit_id, :position, :valid_from, :valid_to)
ON DUPLICATE KEY UPDATE position = VALUES(position), valid_from = VALUES(valid_from), valid_to = VALUES(valid_to)
