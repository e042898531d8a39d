-- Where somebody is signed in, last used first.
SELECT id, created_at, last_seen_at, method, has_second_factor, client_address, client
FROM sessions
WHERE person_id = :person_id AND expires_at > :now
ORDER BY last_seen_at DESC, id DESC
