-- The bytes of a file that osTicket keeps in its database, in order.
SELECT filedata
FROM ost_file_chunk
WHERE file_id = :file_id
ORDER BY chunk_id
