-- Adds roles, or renames those that are there (:roles is a JSON list). A mail address is only replaced by another.
INSERT INTO roles (code, name_sv, name_en, kind, email, position)
SELECT given.code, given.name_sv, given.name_en, given.kind, NULLIF(given.email, ''), given.position
FROM JSON_TABLE(:roles, '$[*]' COLUMNS (
    position FOR ORDINALITY,
    code     VARCHAR(32)  PATH '$.code',
    name_sv  VARCHAR(100) PATH '$.name_sv',
    name_en  VARCHAR(100) PATH '$.name_en',
    kind     VARCHAR(10)  PATH '$.kind',
    email    VARCHAR(254) PATH '$.email')) given
ON DUPLICATE KEY UPDATE name_sv = given.name_sv, name_en = given.name_en, kind = given.kind,
                        email = COALESCE(NULLIF(given.email, ''), roles.email), position = given.position
