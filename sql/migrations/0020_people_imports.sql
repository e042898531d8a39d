-- A list of people that was uploaded, from its preview until it is carried out; and absences that were taken back stay readable.
CREATE TABLE people_imports (
    id             BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    uploaded_by_id BIGINT UNSIGNED NOT NULL,
    uploaded_at    DATETIME(6)     NOT NULL,
    file           LONGBLOB        NOT NULL COMMENT 'as uploaded; emptied when carried out',
    applied_at     DATETIME(6)     NULL,
    summary        LONGTEXT        NOT NULL COMMENT 'JSON: how many of what',
    CONSTRAINT fk_people_imports_uploader FOREIGN KEY (uploaded_by_id) REFERENCES people (id)
);

ALTER TABLE absences
    ADD COLUMN removed_at DATETIME(6) NULL,
    ADD COLUMN removed_by_id BIGINT UNSIGNED NULL;
