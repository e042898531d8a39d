-- Which letters a person wants, and when. Who has chosen nothing has no row and gets each letter at once.
CREATE TABLE letter_choices (
    person_id   BIGINT UNSIGNED NOT NULL PRIMARY KEY,
    new_tickets ENUM('each', 'digest', 'none') NOT NULL COMMENT 'in their queues, while nobody has them in hand',
    in_hand     ENUM('each', 'digest', 'none') NOT NULL COMMENT 'tickets they have in hand, or stand in for',
    mentions    ENUM('each', 'none')           NOT NULL,
    following   ENUM('each', 'digest', 'none') NOT NULL COMMENT 'tickets they follow or are copied in on',
    digest_at   SMALLINT UNSIGNED NOT NULL COMMENT 'minutes after midnight by the clock on the school''s wall, on working days',
    quiet_from  SMALLINT UNSIGNED NULL COMMENT 'the same; what would go from then on waits until quiet_to. NULL: never',
    quiet_to    SMALLINT UNSIGNED NULL,
    changed_at  DATETIME(6)     NOT NULL,
    CONSTRAINT fk_letter_choices_person FOREIGN KEY (person_id) REFERENCES people (id)
);
