-- What a Monday letter says, while its reader still answers for something.
SELECT m.content
FROM monday_letters m
JOIN people p ON p.id = m.person_id
WHERE m.letter_id = :letter AND p.left_at IS NULL AND (p.is_manager = 1 OR p.is_administrator = 1)
