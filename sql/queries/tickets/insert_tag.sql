-- A ticket has a tag from now on.
INSERT IGNORE INTO ticket_tags (ticket_id, tag)
VALUES (:ticket_id, :tag)
