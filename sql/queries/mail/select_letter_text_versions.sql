-- The versions of a letter's words, newest first: of one letter (:letter, :language), or of all the newest ones.
SELECT t.letter, t.language, t.version, t.subject, t.heading, t.body, t.changed_at, p.name AS changed_by
FROM letter_texts t
JOIN people p ON p.id = t.changed_by_id
WHERE (t.letter = :letter AND t.language = :language)
   OR (:letter IS NULL AND t.version = (SELECT MAX(n.version) FROM letter_texts n WHERE n.letter = t.letter AND n.language = t.language))
ORDER BY t.letter, t.language, t.version DESC
LIMIT 100
