-- How many tickets were chosen to move with each version, and what became of them.
SELECT m.version_id, COUNT(*) AS chosen, SUM(m.state = 'moved') AS moved, SUM(m.state = 'left') AS stayed
FROM matrix_moves m
GROUP BY m.version_id
