-- A new version of a letter's words, unless somebody else has written that version.
INSERT IGNORE INTO letter_texts (letter, language, version, subject, heading, body, changed_by_id, changed_at)
VALUES (:letter, :language, :version, :subject, :heading, :body, :by, :now)
