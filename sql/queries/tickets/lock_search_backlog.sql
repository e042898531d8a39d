-- The tickets from before there were terms that nobody has read yet; nothing while another instance reads them, or when all are read.
SELECT next_id, last_id
FROM search_backlog
WHERE one = 1 AND next_id <= last_id
FOR UPDATE SKIP LOCKED
