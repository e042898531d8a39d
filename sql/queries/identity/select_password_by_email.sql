-- Who wants to sign in with a password, and its hash when they have one.
SELECT p.id, w.hash
FROM people p
LEFT JOIN passwords w ON w.person_id = p.id
WHERE p.email = :email AND p.left_at IS NULL
