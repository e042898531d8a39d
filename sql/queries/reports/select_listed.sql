-- The rows of a page of tickets behind a figure (:ids is a JSON list), as they are now.
-- :units: the ids of the units whose requesters count, with commas between; NULL: everybody.
SELECT t.id, t.subject, t.role_code, t.state, t.opened_at, t.first_response_minutes, t.resolution_minutes
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) given
JOIN tickets t ON t.id = given.id
WHERE t.confidential = 0 AND (:units IS NULL OR FIND_IN_SET(t.unit_id, :units))
