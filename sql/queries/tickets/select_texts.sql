-- Everything that the tickets from :first to :last are found by. What is held is internal until the other side sees it.
SELECT t.id AS ticket_id, 0 AS is_internal, 0 AS withdrawn, CONCAT_WS(' ', t.subject, r.name, t.room) AS words
FROM tickets t
JOIN people r ON r.id = t.requester_id
WHERE t.id BETWEEN :first AND :last
UNION ALL
SELECT m.ticket_id, m.is_note OR COALESCE(m.held_until, :now) > :now, m.withdrawn, m.body
FROM ticket_messages m
WHERE m.ticket_id BETWEEN :first AND :last
