-- A new text to begin an answer with.
INSERT INTO canned_replies (role_code, name, body, changed_by_id, changed_at)
VALUES (:role_code, :name, :body, :person_id, :now)
