-- What waits for a decision, the words that improve most first.
SELECT id, word, area_key, corrections, tickets, made_right, made_wrong
FROM matrix_proposals
WHERE state = 'open'
ORDER BY CAST(made_right AS SIGNED) - CAST(made_wrong AS SIGNED) DESC, made_right DESC, corrections DESC, word
LIMIT 100
