-- A page of open tickets due before :due_before, in all roles or one (:role_code, else empty), those due first at the top.
-- Pass the last row's sort_at and id to turn the page.
-- The page is found in the index alone; only its own rows are read.
-- :units: the ids of the units whose requesters count, with commas between; NULL: everybody.
SELECT t.id, t.subject, t.role_code, t.state, t.opened_at, t.first_response_minutes, t.resolution_minutes, t.sort_at
FROM (
    SELECT i.id
    FROM roles r
    JOIN tickets i FORCE INDEX (tickets_queue) ON i.role_code = r.code AND i.is_open = 1 AND i.confidential = 0 AND (:units IS NULL OR FIND_IN_SET(i.unit_id, :units))
    WHERE (:role_code = '' OR r.code = :role_code)
      AND i.sort_at < :due_before
      AND i.sort_at >= :after_sort AND (i.sort_at > :after_sort OR i.id > :after_id)
    ORDER BY i.sort_at, i.id
    LIMIT :page_size) page
JOIN tickets t ON t.id = page.id
ORDER BY t.sort_at, t.id
