-- Forgets who shares the queues of these roles (:queue_codes is a JSON list).
DELETE FROM role_shares
WHERE queue_code IN (
    SELECT given.code
    FROM JSON_TABLE(:queue_codes, '$[*]' COLUMNS (code VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_swedish_ci PATH '$')) given)
