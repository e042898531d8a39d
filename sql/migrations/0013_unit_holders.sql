-- A role can be held for one unit and those below it, and by the same person for several: the unique key takes 0 for "everybody's",
-- since NULLs never collide.
ALTER TABLE role_holders
    ADD COLUMN unit_id BIGINT UNSIGNED NULL COMMENT 'NULL: for everybody',
    ADD COLUMN unit_key BIGINT UNSIGNED AS (COALESCE(unit_id, 0)) STORED,
    DROP KEY role_holders_once,
    ADD UNIQUE KEY role_holders_once (role_code, person_id, unit_key),
    ADD CONSTRAINT fk_role_holders_unit FOREIGN KEY (unit_id) REFERENCES units (id);
