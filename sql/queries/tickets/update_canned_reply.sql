-- A text to begin an answer with is changed, unless somebody else was faster.
UPDATE canned_replies
SET role_code = :role_code, name = :name, body = :body, changed_by_id = :person_id, changed_at = :now
WHERE id = :id AND CAST(changed_at AS CHAR) = :version
