-- The words of a letter as administrators left them last; or of one version (:version).
SELECT version, subject, heading, body
FROM letter_texts
WHERE letter = :letter AND language = :language AND (:version IS NULL OR version = :version)
ORDER BY version DESC
LIMIT 1
