-- Who follows a ticket by their own will has no more right to it than without; who was copied in by somebody else may answer.
ALTER TABLE ticket_watchers
    ADD COLUMN by_self TINYINT(1) NOT NULL DEFAULT 0 COMMENT 'follows by themself, which gives no right to write';

UPDATE ticket_watchers w
JOIN ticket_events e ON e.ticket_id = w.ticket_id AND e.kind = 'watchers_changed' AND e.actor_id = w.person_id
                        AND JSON_VALUE(e.data, '$.added') = w.person_id
SET w.by_self = 1;

-- Open pages hear of a change when they may.
ALTER TABLE changes
    ADD COLUMN reach ENUM('open', 'queue', 'named') NOT NULL DEFAULT 'open' COMMENT 'how confidential the ticket was, before or afterwards: the lesser';

ALTER TABLE change_sequencer DROP COLUMN fence;

-- No query asks these.
ALTER TABLE tickets DROP KEY tickets_alike;
ALTER TABLE ticket_tags DROP KEY ticket_tags_by_tag;
