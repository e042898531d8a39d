-- Answers after the first one, of the tickets that select_facts has read in a piece.
SELECT r.ticket_id, TIMESTAMPDIFF(SECOND, '1970-01-01', r.asked_at) AS asked_at, TIMESTAMPDIFF(SECOND, '1970-01-01', r.answered_at) AS answered_at,
       r.minutes, r.minutes <= t.next_response_target AS within_target
FROM ticket_responses r
JOIN tickets t ON t.id = r.ticket_id AND t.confidential = 0
WHERE r.ticket_id > :after_id AND r.ticket_id <= :last_id
ORDER BY r.ticket_id, r.seq
