-- The words of these tickets are read later, like those of tickets from before there were terms.
UPDATE search_backlog
SET next_id = IF(next_id > last_id, :first, LEAST(next_id, :first)), last_id = GREATEST(last_id, :last)
WHERE one = 1
