-- The number that the next ticket would get; another may take it meanwhile.
SELECT GREATEST(COALESCE(MAX(id), 0), 1000) + 1 AS id
FROM tickets
