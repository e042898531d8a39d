-- When the school answers. Calendars get new versions and queues get other calendars, always from a coming day on: rows are only added, so
-- that a time counted again next year is the same. Which goes before which: src/decisions/0064.
CREATE TABLE calendars (
    id            BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name          VARCHAR(100)    NOT NULL,
    created_at    DATETIME(6)     NOT NULL COMMENT 'UTC',
    created_by_id BIGINT UNSIGNED NULL COMMENT 'NULL: came with Ansvar',
    UNIQUE KEY calendars_by_name (name),
    CONSTRAINT fk_calendars_person FOREIGN KEY (created_by_id) REFERENCES people (id)
);

CREATE TABLE calendar_versions (
    id            BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    calendar_id   BIGINT UNSIGNED NOT NULL,
    version       INT UNSIGNED    NOT NULL COMMENT '1, 2, 3 within the calendar',
    valid_from    DATE            NOT NULL COMMENT 'Stockholm; until a later day that another version has, or the same day and a higher number',
    rules         LONGTEXT        NOT NULL COMMENT 'src/clock/calendar_json.cpp reads it' CHECK (JSON_VALID(rules)),
    created_at    DATETIME(6)     NOT NULL COMMENT 'UTC',
    created_by_id BIGINT UNSIGNED NULL COMMENT 'NULL: came with Ansvar',
    note          VARCHAR(300)    NOT NULL DEFAULT '',
    UNIQUE KEY calendar_versions_by_number (calendar_id, version),
    CONSTRAINT fk_calendar_versions_calendar FOREIGN KEY (calendar_id) REFERENCES calendars (id),
    CONSTRAINT fk_calendar_versions_person FOREIGN KEY (created_by_id) REFERENCES people (id)
);

CREATE TABLE calendar_uses (
    id            BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    role_code     VARCHAR(32)     NULL COMMENT 'NULL: any role',
    unit_id       BIGINT UNSIGNED NULL COMMENT 'NULL: any unit',
    calendar_id   BIGINT UNSIGNED NULL COMMENT 'NULL: no calendar of its own from then on',
    valid_from    DATE            NOT NULL COMMENT 'Stockholm; the newest row of the same day goes before others',
    created_at    DATETIME(6)     NOT NULL COMMENT 'UTC',
    created_by_id BIGINT UNSIGNED NULL COMMENT 'NULL: came with Ansvar',
    CONSTRAINT fk_calendar_uses_role FOREIGN KEY (role_code) REFERENCES roles (code),
    CONSTRAINT fk_calendar_uses_unit FOREIGN KEY (unit_id) REFERENCES units (id),
    CONSTRAINT fk_calendar_uses_calendar FOREIGN KEY (calendar_id) REFERENCES calendars (id),
    CONSTRAINT fk_calendar_uses_person FOREIGN KEY (created_by_id) REFERENCES people (id)
);

INSERT INTO calendars (id, name, created_at) VALUES (1, 'Skolans kalender', UTC_TIMESTAMP(6));

INSERT INTO calendar_versions (calendar_id, version, valid_from, created_at, rules)
VALUES (1, 1, '2010-01-01', UTC_TIMESTAMP(6),
        '{"week":[[["08:00","16:00"]],[["08:00","16:00"]],[["08:00","16:00"]],[["08:00","16:00"]],[["08:00","16:00"]],[],[]],"half_day_ends":"12:00","special_days":{"new_years_day":"closed","epiphany":"closed","good_friday":"closed","easter_eve":"closed","easter_sunday":"closed","easter_monday":"closed","may_day":"closed","ascension_day":"closed","whit_sunday":"closed","national_day":"closed","midsummer_eve":"closed","midsummer_day":"closed","all_saints_day":"closed","christmas_eve":"closed","christmas_day":"closed","boxing_day":"closed","new_years_eve":"closed"},"days_off":[],"other_weeks":[],"own_days":[],"terms":[]}');

-- A school that has tickets already keeps its plain week for what was: 26 hours later it is the next day in Stockholm, too.
INSERT INTO calendar_uses (calendar_id, valid_from, created_at)
SELECT 1, IF(EXISTS (SELECT 1 FROM tickets), DATE(UTC_TIMESTAMP(6) + INTERVAL 26 HOUR), '2010-01-01'), UTC_TIMESTAMP(6);
