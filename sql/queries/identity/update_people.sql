-- People whom an import changes (:rows is a JSON list).
UPDATE JSON_TABLE(:rows, '$[*]' COLUMNS (
    id       BIGINT UNSIGNED PATH '$.id',
    name     VARCHAR(200) PATH '$.name',
    title    VARCHAR(100) PATH '$.title',
    phone    VARCHAR(40)  PATH '$.phone',
    room     VARCHAR(60)  PATH '$.room',
    language CHAR(2) CHARACTER SET ascii PATH '$.language',
    unit_id  BIGINT UNSIGNED PATH '$.unit')) given
STRAIGHT_JOIN people p FORCE INDEX (PRIMARY) ON p.id = given.id
SET p.name = given.name, p.title = NULLIF(given.title, ''), p.phone = NULLIF(given.phone, ''), p.room = NULLIF(given.room, ''),
    p.language = given.language, p.unit_id = given.unit_id
