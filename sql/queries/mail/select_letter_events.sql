-- The change a letter tells of, those of letters gathered in it, and how the ticket began. Notes are internal: their text is not read, nor what
-- went to somebody outside but for the letter to them (:to_outside), and nothing of confidential tickets. Whoever shares an answer from outside
-- says what that says.
SELECT e.seq, e.kind, e.data, actor.name AS actor, e.actor_id, m.body
FROM ticket_events e
JOIN tickets t ON t.id = e.ticket_id
LEFT JOIN people actor ON actor.id = e.actor_id
LEFT JOIN ticket_messages m ON m.ticket_id = e.ticket_id
                               AND m.seq = IF(e.kind = 'outside_answered', COALESCE(CAST(JSON_VALUE(e.data, '$.shared') AS UNSIGNED), e.seq), e.seq)
                               AND (m.is_note = 0 OR (:to_outside = 1 AND e.kind = 'wrote_outside'))
WHERE e.ticket_id = :ticket AND t.confidential = 0
  AND (e.seq = 1 OR e.seq BETWEEN :first_seq AND :last_seq
       OR EXISTS (SELECT 1 FROM letters g WHERE g.gathered_in = :letter AND e.seq BETWEEN g.first_seq AND g.last_seq))
ORDER BY e.seq
