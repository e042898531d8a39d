-- The bytes of a file that Znuny keeps in its database.
SELECT content
FROM article_data_mime_attachment
WHERE id = :id
