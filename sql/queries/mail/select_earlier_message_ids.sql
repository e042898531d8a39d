-- What the same reader has of the ticket before this letter, newest first, so that it stands among them: letters to them, and the mails they
-- sent themselves.
(SELECT message_id, created_at AS at, id
 FROM letters
 WHERE ticket_id = :ticket AND id < :id AND recipient_email = :email
 ORDER BY id DESC
 LIMIT 3)
UNION ALL
(SELECT im.message_id, im.received_at, 0
 FROM ticket_events e
 JOIN incoming_mails im ON im.id = CAST(JSON_VALUE(e.data, '$.mail') AS UNSIGNED)
 WHERE e.ticket_id = :ticket AND im.from_email = :email AND im.message_id <> ''
 ORDER BY e.seq DESC
 LIMIT 1)
ORDER BY at DESC, id DESC
LIMIT 3
