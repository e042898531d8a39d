-- Who is whose manager, both by address (:rows is a JSON list).
UPDATE JSON_TABLE(:rows, '$[*]' COLUMNS (
    mail    VARCHAR(254) CHARACTER SET ascii PATH '$.mail',
    manager VARCHAR(254) CHARACTER SET ascii PATH '$.manager')) given
STRAIGHT_JOIN people p FORCE INDEX (people_by_email) ON p.email = given.mail
STRAIGHT_JOIN people boss FORCE INDEX (people_by_email) ON boss.email = given.manager
SET p.manager_id = boss.id
