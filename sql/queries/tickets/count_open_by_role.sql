-- Open tickets in each of a person's queues (:role_codes is a JSON list) as their lists show them, for the side bar. A count each: grouped they
-- would be sorted first.
SELECT q.code AS role_code,
       (SELECT COUNT(*)
        FROM tickets t FORCE INDEX (tickets_queue)
        WHERE t.role_code = q.code AND t.is_open = 1
          AND (t.confidential = 0 OR (t.named_only = 0 AND :sees_confidential = 1) OR t.requester_id = :person_id OR t.assignee_id = :person_id
               OR EXISTS (SELECT 1 FROM ticket_readers tr WHERE tr.ticket_id = t.id AND tr.person_id = :person_id))) AS open_tickets
FROM JSON_TABLE(:role_codes, '$[*]' COLUMNS (code VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_swedish_ci PATH '$')) q
