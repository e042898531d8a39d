-- A ticket has a tag no more.
DELETE FROM ticket_tags
WHERE ticket_id = :ticket_id AND tag = :tag
