-- An administrator chooses.
INSERT INTO settings (name, value, changed_at, changed_by_id)
VALUES (:name, :value, :now, :changed_by_id)
ON DUPLICATE KEY UPDATE value = VALUES(value), changed_at = VALUES(changed_at), changed_by_id = VALUES(changed_by_id)
