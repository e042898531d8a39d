-- The letters about one change of a ticket: one for each person (or mailbox) that hears of it, whatever they are to the ticket.
-- A kind that is NULL means that this group hears nothing; the author of the change hears nothing but the requester's receipt.
INSERT INTO letters (once_key, kind, ticket_id, first_seq, last_seq, recipient_id, recipient_email, language, message_id,
                     state, round_at, due_at, created_at)
SELECT CONCAT('t', :ticket, '.', :first_seq, '.', heard.who), heard.kind, :ticket, :first_seq, :last_seq, heard.person_id, heard.email,
       heard.language,
       CONCAT('<t', :ticket, '.m', :first_seq, '.', LEFT(SHA2(CONCAT(:nonce, heard.email), 256), 20), '@', :domain, '>'),
       'waiting', :now, :now, :now
FROM (SELECT reached.*, ROW_NUMBER() OVER (PARTITION BY reached.email ORDER BY reached.place) AS turn
      FROM (SELECT 1 AS place, :requester_kind AS kind, p.id AS person_id, CONCAT('p', p.id) AS who, p.email, p.language
            FROM people p
            WHERE p.id = :requester AND :requester_kind IS NOT NULL AND p.left_at IS NULL
            UNION ALL
            SELECT 2, :assignee_kind, p.id, CONCAT('p', p.id), p.email, p.language
            FROM people p
            WHERE p.id = :assignee AND p.id <> :author AND :assignee_kind IS NOT NULL AND p.left_at IS NULL
            UNION ALL
            SELECT 3, :holders_kind, p.id, CONCAT('p', p.id), p.email, p.language
            FROM role_holders h
            JOIN people p ON p.id = h.person_id
            WHERE :holders_kind IS NOT NULL
              AND (h.role_code = :role OR h.role_code IN (SELECT s.role_code FROM role_shares s WHERE s.queue_code = :role))
              AND (h.valid_from IS NULL OR h.valid_from <= :today) AND (h.valid_to IS NULL OR h.valid_to >= :today)
              AND p.id <> :author AND p.left_at IS NULL
            UNION ALL
            SELECT 4, :mailbox_kind, NULL, 'role', r.email, 'sv'
            FROM roles r
            WHERE r.code = :role AND :mailbox_kind IS NOT NULL
            UNION ALL
            SELECT 5, :watchers_kind, p.id, CONCAT('p', p.id), p.email, p.language
            FROM ticket_watchers w
            JOIN people p ON p.id = w.person_id
            WHERE w.ticket_id = :ticket AND :watchers_kind IS NOT NULL AND p.id <> :author AND p.left_at IS NULL) reached
      WHERE reached.email IS NOT NULL) heard
WHERE heard.turn = 1
