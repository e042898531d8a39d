-- Somebody is looking at a ticket, or writing in it (:writes_until), until they count as gone.
INSERT INTO ticket_presence (ticket_id, person_id, looks_until, writes_until)
VALUES (:ticket_id, :person_id, :looks_until, :writes_until)
ON DUPLICATE KEY UPDATE looks_until = VALUES(looks_until), writes_until = VALUES(writes_until)
