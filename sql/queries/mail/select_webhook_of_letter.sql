-- The webhook a letter tells of, as long as it is paused.
SELECT id, name, url, paused_why AS why
FROM webhooks
WHERE letter_id = :letter AND state = 'paused'
