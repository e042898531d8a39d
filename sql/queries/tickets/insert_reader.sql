-- Somebody may read a confidential ticket from now on.
INSERT IGNORE INTO ticket_readers (ticket_id, person_id, added_by_id, added_at)
VALUES (:ticket_id, :person_id, :added_by_id, :now)
