-- A list of people, held until the transaction ends: it is carried out once.
SELECT CAST(file AS CHAR CHARACTER SET utf8mb4) AS file, applied_at FROM people_imports WHERE id = :id FOR UPDATE
