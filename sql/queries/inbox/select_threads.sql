-- The tickets of mails and letters with these Message-IDs (JSON, the nearest first).
SELECT asked.place, found.ticket_id
FROM JSON_TABLE(:message_ids, '$[*]' COLUMNS (place FOR ORDINALITY, message_id VARCHAR(330) CHARACTER SET ascii COLLATE ascii_general_ci PATH '$')) asked
JOIN (SELECT l.message_id, l.ticket_id
      FROM letters l
      WHERE l.ticket_id IS NOT NULL
        AND l.message_id IN (SELECT i.id FROM JSON_TABLE(:message_ids, '$[*]' COLUMNS (id VARCHAR(330) CHARACTER SET ascii COLLATE ascii_general_ci PATH '$')) i)
      UNION ALL
      SELECT m.message_id, m.ticket_id
      FROM incoming_mails m
      WHERE m.ticket_id IS NOT NULL AND m.state = 'done'
        AND m.message_id IN (SELECT i.id FROM JSON_TABLE(:message_ids, '$[*]' COLUMNS (id VARCHAR(330) CHARACTER SET ascii COLLATE ascii_general_ci PATH '$')) i)) found
  ON found.message_id = asked.message_id
ORDER BY asked.place
LIMIT 1
