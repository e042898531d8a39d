-- A page of tickets that came in during a time, newest first, in all roles or one (:role_code, else empty).
-- Pass the last row's opened_at and id to turn the page.
-- The page is found in the index alone; only its own rows are read.
-- :units: the ids of the units whose requesters count, with commas between; NULL: everybody.
SELECT t.id, t.subject, t.role_code, t.state, t.opened_at, t.first_response_minutes, t.resolution_minutes
FROM (
    SELECT i.id
    FROM tickets i FORCE INDEX (tickets_by_opening)
    WHERE i.opened_at >= :starts_at AND i.opened_at < :ends_at AND i.confidential = 0
      AND (:units IS NULL OR FIND_IN_SET(i.unit_id, :units))
      AND (:role_code = '' OR i.role_code = :role_code)
      AND (i.opened_at < :before_opened OR (i.opened_at = :before_opened AND i.id < :before_id))
    ORDER BY i.opened_at DESC, i.id DESC
    LIMIT :page_size) page
JOIN tickets t ON t.id = page.id
ORDER BY t.opened_at DESC, t.id DESC
