-- The files of one of FreeScout's conversations; their bytes are in its folder storage/app/attachment.
SELECT a.thread_id, a.file_dir, a.file_name
FROM threads t
JOIN attachments a ON a.thread_id = t.id
WHERE t.conversation_id = :conversation_id
ORDER BY a.thread_id, a.id
