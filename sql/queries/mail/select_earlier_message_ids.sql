-- The letters before this one to the same reader about the same ticket, newest first: so that it stands among them.
SELECT message_id
FROM letters
WHERE ticket_id = :ticket AND id < :id AND recipient_email = :email
ORDER BY id DESC
LIMIT 3
