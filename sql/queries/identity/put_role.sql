-- Makes a role or overwrites it.
INSERT INTO roles (code, name_sv, name_en, kind, email, position)
VALUES (:code, :name_sv, :name_en, :kind, :email, :position)
ON DUPLICATE KEY UPDATE name_sv = VALUES(name_sv), name_en = VALUES(name_en), kind = VALUES(kind), email = VALUES(email),
                        position = VALUES(position)
