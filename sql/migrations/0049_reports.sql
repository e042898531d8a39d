-- The Monday letter: who wants it, and which have been written; and period reports: drafts, and what was issued, for good.
ALTER TABLE letter_choices
    ADD COLUMN monday_since DATETIME(6) NULL COMMENT 'since when this manager wants the Monday letter; NULL: not';

CREATE TABLE monday_letters (
    person_id BIGINT UNSIGNED NOT NULL,
    monday    DATE            NOT NULL COMMENT 'when it was to come; it tells of the week before',
    letter_id BIGINT UNSIGNED NOT NULL,
    content   MEDIUMTEXT      NOT NULL COMMENT 'JSON: what it says, in its reader''s words (reports/monday_content.hpp)',
    PRIMARY KEY (person_id, monday) COMMENT 'one letter a week, whoever writes it',
    UNIQUE KEY monday_letters_letter (letter_id),
    CONSTRAINT fk_monday_letters_person FOREIGN KEY (person_id) REFERENCES people (id),
    CONSTRAINT fk_monday_letters_letter FOREIGN KEY (letter_id) REFERENCES letters (id)
);

CREATE TABLE period_reports (
    id            BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    title         VARCHAR(200)    NOT NULL,
    language      ENUM('sv', 'en') NOT NULL,
    first_day     DATE            NOT NULL,
    last_day      DATE            NOT NULL,
    filter        VARCHAR(1000)   NOT NULL COMMENT 'as in the overview''s address; empty: all',
    units         VARCHAR(2000)   NULL COMMENT 'ids of the units it counts, with commas between; NULL: the whole school',
    texts         MEDIUMTEXT      NOT NULL COMMENT 'JSON: what is written under each heading',
    version       INT UNSIGNED    NOT NULL COMMENT 'of the draft: raised by each change',
    earlier_id    BIGINT UNSIGNED NULL COMMENT 'the issued report that this one takes the place of',
    created_by_id BIGINT UNSIGNED NOT NULL,
    changed_by_id BIGINT UNSIGNED NOT NULL,
    changed_at    DATETIME(6)     NOT NULL,
    issued_by_id  BIGINT UNSIGNED NULL,
    issued_at     DATETIME(6)     NULL COMMENT 'the cut-off; from then on the row is never changed. NULL: a draft',
    document      MEDIUMTEXT      NULL COMMENT 'JSON: the report as issued, with its figures; what is shown ever after',
    checksum      CHAR(64) CHARACTER SET ascii NULL COMMENT 'SHA-256 of the document',
    KEY period_reports_issued (issued_at),
    CONSTRAINT fk_period_reports_earlier FOREIGN KEY (earlier_id) REFERENCES period_reports (id),
    CONSTRAINT fk_period_reports_created_by FOREIGN KEY (created_by_id) REFERENCES people (id),
    CONSTRAINT fk_period_reports_changed_by FOREIGN KEY (changed_by_id) REFERENCES people (id),
    CONSTRAINT fk_period_reports_issued_by FOREIGN KEY (issued_by_id) REFERENCES people (id)
);
