-- The schools of a municipality and their parts, each perhaps under another. A unit's head is asked when somebody's own manager is unknown.
CREATE TABLE units (
    id        BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    parent_id BIGINT UNSIGNED NULL,
    name      VARCHAR(100)    NOT NULL,
    head_id   BIGINT UNSIGNED NULL,
    UNIQUE KEY units_by_name (name),
    CONSTRAINT fk_units_parent FOREIGN KEY (parent_id) REFERENCES units (id),
    CONSTRAINT fk_units_head FOREIGN KEY (head_id) REFERENCES people (id)
);
