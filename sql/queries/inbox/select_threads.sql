-- The ticket of the letters, else of the mails, with these Message-IDs (JSON, the nearest first). A letter's id cannot be guessed, a mail's is
-- what its sender wrote: only a mail that became something in the ticket counts, and the first that came with that id.
SELECT found.ticket_id, found.is_letter
FROM JSON_TABLE(:message_ids, '$[*]' COLUMNS (place FOR ORDINALITY, message_id VARCHAR(330) CHARACTER SET ascii COLLATE ascii_general_ci PATH '$')) asked
JOIN (SELECT l.message_id, l.ticket_id, 1 AS is_letter, l.id
      FROM letters l
      WHERE l.ticket_id IS NOT NULL
        AND l.message_id IN (SELECT i.id FROM JSON_TABLE(:message_ids, '$[*]' COLUMNS (id VARCHAR(330) CHARACTER SET ascii COLLATE ascii_general_ci PATH '$')) i)
      UNION ALL
      SELECT m.message_id, m.ticket_id, 0, m.id
      FROM incoming_mails m
      WHERE m.ticket_id IS NOT NULL AND m.seq IS NOT NULL
        AND m.message_id IN (SELECT i.id FROM JSON_TABLE(:message_ids, '$[*]' COLUMNS (id VARCHAR(330) CHARACTER SET ascii COLLATE ascii_general_ci PATH '$')) i)) found
  ON found.message_id = asked.message_id
ORDER BY found.is_letter DESC, asked.place, found.id
LIMIT 1
