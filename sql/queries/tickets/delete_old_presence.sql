-- Those who do not count as being there any more.
DELETE FROM ticket_presence WHERE looks_until < :now LIMIT 1000
