-- Open tickets in each of a person's queues (:role_codes is a JSON list), for the side bar.
SELECT t.role_code, COUNT(*) AS open_tickets
FROM JSON_TABLE(:role_codes, '$[*]' COLUMNS (code VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_swedish_ci PATH '$')) q
JOIN tickets t FORCE INDEX (tickets_queue) ON t.role_code = q.code AND t.is_open = 1
GROUP BY t.role_code
