-- What a letter says about its ticket. A confidential ticket's subject does not even leave the database.
SELECT IF(t.confidential, '', t.subject) AS subject, t.confidential, t.state, t.priority, t.channel, t.area, t.room, t.phone, t.due_at,
       t.role_code, r.name_sv AS role_sv, r.name_en AS role_en, t.requester_id, t.filed_by_id,
       requester.name AS requester, filer.name AS filer, assignee.name AS assignee, recipient.name AS recipient
FROM tickets t
JOIN roles r ON r.code = t.role_code
JOIN people requester ON requester.id = t.requester_id
JOIN people filer ON filer.id = t.filed_by_id
LEFT JOIN people assignee ON assignee.id = t.assignee_id
LEFT JOIN people recipient ON recipient.id = :recipient
WHERE t.id = :ticket
