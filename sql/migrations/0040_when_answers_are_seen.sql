-- How far the requester has read a ticket: an answer after that is new to them. Tickets from before are read to their end.
CREATE TABLE ticket_seen (
    ticket_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
    seq       INT UNSIGNED    NOT NULL COMMENT 'the newest answer that the requester''s page has shown them',
    CONSTRAINT fk_ticket_seen_ticket FOREIGN KEY (ticket_id) REFERENCES tickets (id)
);

INSERT INTO ticket_seen (ticket_id, seq) SELECT id, last_seq FROM tickets;

-- What is held is told of when it is written, to those who see it, and once more when the others do.
ALTER TABLE changes ADD COLUMN reveals_at DATETIME(6) NULL COMMENT 'numbered then, not before';
