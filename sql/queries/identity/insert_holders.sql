-- People hold roles from :today on, asked last (:rows is a JSON list); a holding that was over begins anew.
INSERT INTO role_holders (role_code, person_id, position, valid_from)
SELECT given.role, p.id, COALESCE(last_one.position + 1, 0), :today
FROM JSON_TABLE(:rows, '$[*]' COLUMNS (
    mail VARCHAR(254) CHARACTER SET ascii PATH '$.mail',
    role VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_swedish_ci PATH '$.role')) given
JOIN people p ON p.email = given.mail
LEFT JOIN (SELECT h.role_code, MAX(h.position) AS position FROM role_holders h GROUP BY h.role_code) last_one ON last_one.role_code = given.role
ON DUPLICATE KEY UPDATE valid_from = VALUES(valid_from), valid_to = NULL
