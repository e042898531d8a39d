-- What the same reader has of the ticket before this letter, newest first, so that it stands among them: letters to them, and the mails they
-- sent themselves.
SELECT known.message_id
FROM ((SELECT message_id, created_at AS at, id
       FROM letters
       WHERE ticket_id = :ticket AND id < :id AND recipient_email = :email
       ORDER BY id DESC
       LIMIT 3)
      UNION ALL
      (SELECT m.message_id, m.received_at, 0
       FROM ticket_events e
       JOIN incoming_mails m ON m.id = CAST(JSON_VALUE(e.data, '$.mail') AS UNSIGNED)
       WHERE e.ticket_id = :ticket AND m.from_email = :email AND m.message_id <> ''
       ORDER BY e.seq DESC
       LIMIT 1)) known
ORDER BY known.at DESC, known.id DESC
LIMIT 3
