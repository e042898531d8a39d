-- Which unit somebody works at.
ALTER TABLE people
    ADD COLUMN unit_id BIGINT UNSIGNED NULL,
    ADD CONSTRAINT fk_people_unit FOREIGN KEY (unit_id) REFERENCES units (id);
