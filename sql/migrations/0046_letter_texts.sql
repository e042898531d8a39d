-- What administrators have made of the letters' words. Each change is a version; the newest one of a letter is sent.
CREATE TABLE letter_texts (
    letter        VARCHAR(24) CHARACTER SET ascii NOT NULL COMMENT 'its folder in templates/mail',
    language      ENUM('sv', 'en') NOT NULL,
    version       INT UNSIGNED     NOT NULL COMMENT '1, 2, 3 …; before the first one the shipped words are sent',
    subject       VARCHAR(200)     NULL COMMENT 'with {fields} by their stored names; NULL, as the others: the shipped words again',
    heading       VARCHAR(200)     NULL,
    body          TEXT             NULL,
    changed_by_id BIGINT UNSIGNED  NOT NULL,
    changed_at    DATETIME(6)      NOT NULL,
    PRIMARY KEY (letter, language, version),
    CONSTRAINT fk_letter_texts_changed_by FOREIGN KEY (changed_by_id) REFERENCES people (id)
);
