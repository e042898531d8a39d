-- A text to begin an answer with is gone, unless somebody has changed it since.
DELETE FROM canned_replies WHERE id = :id AND CAST(changed_at AS CHAR) = :version
