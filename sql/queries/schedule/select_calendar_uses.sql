-- Who has followed which calendar from when; without a calendar: none of its own from then on.
SELECT u.id, u.role_code, u.unit_id, n.name AS unit_name, u.calendar_id, c.name AS calendar_name, CAST(u.valid_from AS CHAR) AS valid_from,
       u.created_at, p.name AS created_by
FROM calendar_uses u
LEFT JOIN units n ON n.id = u.unit_id
LEFT JOIN calendars c ON c.id = u.calendar_id
LEFT JOIN people p ON p.id = u.created_by_id
ORDER BY u.valid_from, u.id
