-- A list of people that was uploaded, or what came of it.
SELECT i.uploaded_at, CAST(i.file AS CHAR CHARACTER SET utf8mb4) AS file, i.applied_at, i.summary, p.name AS uploaded_by
FROM people_imports i
JOIN people p ON p.id = i.uploaded_by_id
WHERE i.id = :id
