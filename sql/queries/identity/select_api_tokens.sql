-- Bearer tokens, newest first: all of them, or those of one person (:person_id).
SELECT t.id, t.name, t.person_id, p.name AS person_name, p.email IS NULL AS is_service_account, p.left_at, t.created_at, t.last_used_at, t.revoked_at, t.scopes, t.rate,
       t.expires_at, t.created_by_id, maker.name AS maker_name
FROM api_tokens t
JOIN people p ON p.id = t.person_id
LEFT JOIN people maker ON maker.id = t.created_by_id
WHERE :person_id IS NULL OR t.person_id = :person_id
ORDER BY t.id DESC
