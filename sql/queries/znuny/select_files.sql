-- The files of one of Znuny's tickets that are kept in its database.
SELECT f.id, f.article_id, f.filename, f.content_type, COALESCE(OCTET_LENGTH(f.content), 0) AS size
FROM article a
JOIN article_data_mime_attachment f ON f.article_id = a.id
WHERE a.ticket_id = :ticket_id
ORDER BY f.article_id, f.id
