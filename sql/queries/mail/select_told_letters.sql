-- What a digest tells. Of a confidential ticket nothing but its number leaves the database.
SELECT l.kind, l.ticket_id, t.confidential, IF(t.confidential, '', t.subject) AS subject, IF(t.confidential, '', r.name_sv) AS role_sv,
       IF(t.confidential, '', r.name_en) AS role_en, IF(t.confidential, NULL, actor.name) AS actor
FROM letters l
JOIN tickets t ON t.id = l.ticket_id
JOIN roles r ON r.code = t.role_code
LEFT JOIN ticket_events e ON e.ticket_id = l.ticket_id AND e.seq = l.first_seq
LEFT JOIN people actor ON actor.id = e.actor_id
WHERE l.gathered_in = :letter
ORDER BY l.ticket_id, l.first_seq, l.id
