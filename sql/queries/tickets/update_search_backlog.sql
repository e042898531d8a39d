-- Tickets before :next_id have been read.
UPDATE search_backlog
SET next_id = :next_id
WHERE one = 1
