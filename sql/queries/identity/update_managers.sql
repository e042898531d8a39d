-- Who is whose manager, both by address (:rows is a JSON list).
UPDATE JSON_TABLE(:rows, '$[*]' COLUMNS (
    mail    VARCHAR(254) CHARACTER SET ascii PATH '$.mail',
    manager VARCHAR(254) CHARACTER SET ascii PATH '$.manager')) given
JOIN people p ON p.email = given.mail
JOIN people boss ON boss.email = given.manager
SET p.manager_id = boss.id
