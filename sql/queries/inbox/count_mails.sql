-- How many mails wait for a person to decide, how many could not be read, and how many wait to be read.
SELECT COALESCE(SUM(state = 'held'), 0) AS held, COALESCE(SUM(state = 'failed'), 0) AS failed, COALESCE(SUM(state = 'waiting'), 0) AS waiting
FROM incoming_mails
WHERE state IN ('held', 'failed', 'waiting')
