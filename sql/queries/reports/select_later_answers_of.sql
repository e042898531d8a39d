-- As select_later_answers, of some tickets (:ids is a JSON list).
SELECT r.ticket_id, TIMESTAMPDIFF(SECOND, '1970-01-01', r.asked_at) AS asked_at, TIMESTAMPDIFF(SECOND, '1970-01-01', r.answered_at) AS answered_at,
       r.minutes, r.minutes <= t.next_response_target AS within_target
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) given
JOIN ticket_responses r ON r.ticket_id = given.id
JOIN tickets t ON t.id = r.ticket_id AND t.confidential = 0
ORDER BY r.ticket_id, r.seq
