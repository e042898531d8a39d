-- The files of one of osTicket's tickets; bk says where their bytes are: D in the database, F in a folder.
SELECT a.object_id AS entry_id, COALESCE(NULLIF(a.name, ''), f.name) AS name, f.id, f.bk, f.size, f.`key` AS file_key
FROM ost_thread h
JOIN ost_thread_entry m ON m.thread_id = h.id
JOIN ost_attachment a ON a.type = 'H' AND a.object_id = m.id
JOIN ost_file f ON f.id = a.file_id
WHERE h.object_type = 'T' AND h.object_id = :ticket_id
ORDER BY a.object_id, f.id
