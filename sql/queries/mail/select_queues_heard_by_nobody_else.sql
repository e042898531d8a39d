-- Of somebody's queues (:queues, a JSON list) those whose new tickets are mailed to no one else: no other holder of today wants to know, and there is no mailbox.
SELECT r.code
FROM JSON_TABLE(:queues, '$[*]' COLUMNS (code VARCHAR(32) PATH '$')) mine
JOIN roles r ON r.code = mine.code
WHERE r.email IS NULL
  AND NOT EXISTS (SELECT 1
                  FROM role_holders h
                  JOIN people p ON p.id = h.person_id AND p.left_at IS NULL AND p.email IS NOT NULL
                  LEFT JOIN letter_choices c ON c.person_id = p.id
                  WHERE (h.role_code = r.code OR EXISTS (SELECT 1 FROM role_shares s WHERE s.queue_code = r.code AND s.role_code = h.role_code))
                    AND h.person_id <> :person AND (h.valid_from IS NULL OR h.valid_from <= :today) AND (h.valid_to IS NULL OR h.valid_to >= :today)
                    AND COALESCE(c.new_tickets, 'each') <> 'none')
ORDER BY r.position, r.code
