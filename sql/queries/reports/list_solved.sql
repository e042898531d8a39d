-- A page of the tickets behind a figure: those solved during a time within :within working minutes, in all roles or one
-- (:role_code, else empty), longest first. Pass the last row's minutes and id to turn the page.
-- The page is found in the index alone; only its own rows are read.
-- :units: the ids of the units whose requesters count, with commas between; NULL: everybody.
SELECT t.id, t.subject, t.role_code, t.state, t.opened_at, t.first_response_minutes, t.resolution_minutes
FROM (
    SELECT i.id
    FROM tickets i FORCE INDEX (tickets_by_resolution)
    WHERE i.resolved_at >= :starts_at AND i.resolved_at < :ends_at AND i.confidential = 0
      AND (:units IS NULL OR FIND_IN_SET(i.unit_id, :units)) AND i.resolution_minutes <= :within AND i.state <> 'rejected'
      AND (:role_code = '' OR i.role_code = :role_code)
      AND (i.resolution_minutes < :before_minutes OR (i.resolution_minutes = :before_minutes AND i.id < :before_id))
    ORDER BY i.resolution_minutes DESC, i.id DESC
    LIMIT :page_size) page
JOIN tickets t ON t.id = page.id
ORDER BY t.resolution_minutes DESC, t.id DESC
