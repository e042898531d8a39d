-- Who writes many tickets at once, with nobody to tell, writes one change for all of them: followers of the feed miss none.
ALTER TABLE changes ADD COLUMN last_ticket_id BIGINT UNSIGNED NULL COMMENT 'of a batch: all from ticket_id to this; NULL: the one';
