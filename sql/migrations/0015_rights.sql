-- Rights beside the roles: who looks after the matrix, who reads the audit, and which unit a manager answers for (NULL: all of them).
ALTER TABLE people
    ADD COLUMN is_matrix_owner TINYINT(1) NOT NULL DEFAULT 0,
    ADD COLUMN is_auditor      TINYINT(1) NOT NULL DEFAULT 0,
    ADD COLUMN manages_unit_id BIGINT UNSIGNED NULL COMMENT 'a manager of this unit and those below; NULL with is_manager: of all',
    ADD CONSTRAINT fk_people_manages_unit FOREIGN KEY (manages_unit_id) REFERENCES units (id);
