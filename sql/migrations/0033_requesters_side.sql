-- "Blev du hjälpt?": one answer for each ticket and requester. And faults that are known: a banner on the form while they last.
CREATE TABLE ticket_surveys (
    ticket_id   BIGINT UNSIGNED NOT NULL PRIMARY KEY,
    helped      TINYINT(1)      NOT NULL,
    words       VARCHAR(1000)   NOT NULL DEFAULT '',
    answered_at DATETIME(6)     NOT NULL,
    CONSTRAINT fk_ticket_surveys_ticket FOREIGN KEY (ticket_id) REFERENCES tickets (id)
);

CREATE TABLE known_faults (
    ticket_id  BIGINT UNSIGNED NOT NULL PRIMARY KEY COMMENT 'the ticket that gathers what is reported of it',
    text       VARCHAR(200)    NOT NULL,
    made_by_id BIGINT UNSIGNED NOT NULL,
    made_at    DATETIME(6)     NOT NULL,
    ends_at    DATETIME(6)     NOT NULL,
    KEY known_faults_by_end (ends_at),
    CONSTRAINT fk_known_faults_ticket FOREIGN KEY (ticket_id) REFERENCES tickets (id),
    CONSTRAINT fk_known_faults_made_by FOREIGN KEY (made_by_id) REFERENCES people (id)
);
