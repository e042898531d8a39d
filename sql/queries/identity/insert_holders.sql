-- People hold roles from :today on (:rows is a JSON list); a holding that was over begins anew. Straight from the list and by the index:
-- in the transaction that has just filled an empty table the optimizer takes it for empty still, and reads all of it for each line.
INSERT INTO role_holders (role_code, person_id, position, valid_from)
SELECT given.role, p.id, given.position, :today
FROM JSON_TABLE(:rows, '$[*]' COLUMNS (
    mail     VARCHAR(254) CHARACTER SET ascii PATH '$.mail',
    role     VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_swedish_ci PATH '$.role',
    position INT UNSIGNED PATH '$.position')) given
STRAIGHT_JOIN people p FORCE INDEX (people_by_email) ON p.email = given.mail
ON DUPLICATE KEY UPDATE valid_from = VALUES(valid_from), valid_to = NULL
