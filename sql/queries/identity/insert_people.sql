-- New people of an import (:rows is a JSON list); managers and roles come after, when all are there.
INSERT INTO people (email, name, title, phone, room, language, unit_id, created_at)
SELECT given.mail, given.name, NULLIF(given.title, ''), NULLIF(given.phone, ''), NULLIF(given.room, ''), given.language, given.unit_id, :now
FROM JSON_TABLE(:rows, '$[*]' COLUMNS (
    mail     VARCHAR(254) CHARACTER SET ascii PATH '$.mail',
    name     VARCHAR(200) PATH '$.name',
    title    VARCHAR(100) PATH '$.title',
    phone    VARCHAR(40)  PATH '$.phone',
    room     VARCHAR(60)  PATH '$.room',
    language CHAR(2) CHARACTER SET ascii PATH '$.language',
    unit_id  BIGINT UNSIGNED PATH '$.unit')) given
