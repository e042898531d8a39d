-- A proposal that nobody has decided about yet.
SELECT id, word, area_key, corrections, tickets, made_right, made_wrong
FROM matrix_proposals
WHERE id = :id AND state = 'open'
FOR UPDATE
