-- A change is undone while the ticket is what the change left. version_after is read no more; the version before still writes it.
ALTER TABLE undo_steps
    ADD COLUMN after_it LONGTEXT NOT NULL DEFAULT 'null' COMMENT 'JSON: the same after the change' CHECK (JSON_VALID(after_it)),
    ALTER COLUMN version_after SET DEFAULT 0;
