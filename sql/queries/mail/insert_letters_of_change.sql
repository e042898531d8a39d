-- The letters about one change of a ticket, to go out from :due_at on. Each group of people has its kind of letter; NULL: it hears nothing. Somebody who belongs to
-- several groups gets the letter of the first. :places: JSON, who hears in a holder's place ({"12": 40}, 0: nobody). The author of the change hears nothing but, as the requester, what is meant for them.
-- What people have chosen (letter_choices) is applied here: 1 each letter, 2 in a digest, 3 none; a letter at once goes before a place in a digest. With :as_chosen = 0
-- everybody gets theirs. What is urgent, and a receipt, waits for no digest and no quiet hours. :minute is the school's clock at :due_at, the days begin at :today, :tomorrow
-- and :next_working_day.
-- With :is_gathered = 1 it happens to many tickets at once: each reader is told of all of them in one digest, when it is due.
-- Only numbers pass through the inner list: texts there would make MariaDB use temporary files (measured: four times slower).
INSERT INTO letters (kind, ticket_id, first_seq, last_seq, recipient_id, recipient_email, language, message_id, state, round_at, due_at,
                     created_at)
SELECT ELT(heard.place, :requester_kind, :assignee_kind, :holders_kind, :mailbox_kind, :watchers_kind, :stand_in_kind, :readers_kind,
           :new_reader_kind, :mentioned_kind, :outside_kind, :told_kind), :ticket, :first_seq, :last_seq, p.id,
       COALESCE(p.email, r.email, IF(heard.place = 10, :outside, NULL)), COALESCE(p.language, 'sv'),
       CONCAT('<t', :ticket, '.m', :first_seq, '.', LEFT(SHA2(CONCAT(:nonce, COALESCE(p.email, r.email, :outside)), 256), 20), '@', :domain, '>'),
       IF((heard.wanted = 2 AND :is_urgent = 0) OR :is_gathered = 1, 'digest', 'waiting'), :due_at,
       CASE
           WHEN :is_urgent = 1 OR (heard.place = 1 AND :requester_kind = 'receipt') THEN :due_at
           WHEN heard.wanted = 2
               THEN TIMESTAMPADD(MINUTE, heard.digest_at, IF(:is_working_day = 1 AND :minute < heard.digest_at, :today, :next_working_day))
           WHEN heard.quiet_from < heard.quiet_to AND :minute >= heard.quiet_from AND :minute < heard.quiet_to
               THEN TIMESTAMPADD(MINUTE, heard.quiet_to, :today)
           WHEN heard.quiet_from > heard.quiet_to AND :minute >= heard.quiet_from THEN TIMESTAMPADD(MINUTE, heard.quiet_to, :tomorrow)
           WHEN heard.quiet_from > heard.quiet_to AND :minute < heard.quiet_to THEN TIMESTAMPADD(MINUTE, heard.quiet_to, :today)
           ELSE :due_at
       END, :now
FROM (SELECT listed.place, listed.person_id, c.digest_at, c.quiet_from, c.quiet_to,
             CASE
                 WHEN :as_chosen = 0 OR c.person_id IS NULL THEN 1
                 WHEN listed.place IN (2, 6, 11) THEN FIELD(c.in_hand, 'each', 'digest', 'none')
                 WHEN listed.place = 3 THEN FIELD(c.new_tickets, 'each', 'digest', 'none')
                 WHEN listed.place = 5 THEN FIELD(c.following, 'each', 'digest', 'none')
                 WHEN listed.place = 9 THEN FIELD(c.mentions, 'each', 'digest', 'none')
                 ELSE 1
             END AS wanted
      FROM (SELECT 1 AS place, CAST(:requester AS UNSIGNED) AS person_id
            UNION ALL
            SELECT 2, CAST(:assignee AS UNSIGNED)
            UNION ALL
            SELECT 3, COALESCE(CAST(JSON_EXTRACT(:places, CONCAT('$."', h.person_id, '"')) AS UNSIGNED), h.person_id)
            FROM role_holders h
            WHERE h.role_code = :role AND :holders_kind IS NOT NULL
              AND (h.valid_from IS NULL OR h.valid_from <= :today_date) AND (h.valid_to IS NULL OR h.valid_to >= :today_date)
            UNION ALL
            SELECT 3, COALESCE(CAST(JSON_EXTRACT(:places, CONCAT('$."', h.person_id, '"')) AS UNSIGNED), h.person_id)
            FROM role_shares s
            JOIN role_holders h ON h.role_code = s.role_code
            WHERE s.queue_code = :role AND :holders_kind IS NOT NULL
              AND (h.valid_from IS NULL OR h.valid_from <= :today_date) AND (h.valid_to IS NULL OR h.valid_to >= :today_date)
            UNION ALL
            SELECT 4, NULL
            UNION ALL
            SELECT 5, w.person_id
            FROM ticket_watchers w
            WHERE w.ticket_id = :ticket AND :watchers_kind IS NOT NULL
            UNION ALL
            SELECT 6, CAST(:stand_in AS UNSIGNED)
            UNION ALL
            SELECT 7, tr.person_id
            FROM ticket_readers tr
            WHERE tr.ticket_id = :ticket AND :readers_kind IS NOT NULL
            UNION ALL
            SELECT 8, CAST(:new_reader AS UNSIGNED)
            UNION ALL
            SELECT 9, mentioned.id
            FROM JSON_TABLE(:mentioned, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) mentioned
            UNION ALL
            SELECT 10, NULL
            UNION ALL
            SELECT 11, told.id
            FROM JSON_TABLE(:told, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) told) listed
      LEFT JOIN letter_choices c ON c.person_id = listed.person_id) heard
LEFT JOIN people p ON p.id = heard.person_id AND p.left_at IS NULL
LEFT JOIN roles r ON r.code = :role AND heard.place = 4
WHERE ELT(heard.place, :requester_kind, :assignee_kind, :holders_kind, :mailbox_kind, :watchers_kind, :stand_in_kind, :readers_kind,
          :new_reader_kind, :mentioned_kind, :outside_kind, :told_kind) IS NOT NULL
  AND heard.wanted <> 3
  AND COALESCE(p.email, r.email, IF(heard.place = 10, :outside, NULL)) IS NOT NULL AND (heard.place IN (1, 4, 10) OR heard.person_id <> :author)
ORDER BY heard.wanted, heard.place
ON DUPLICATE KEY UPDATE last_seq = :last_seq
