-- The files of a reply that is taken back are given back with its text: the composer offers them again.
ALTER TABLE attachments
    ADD COLUMN draft_ticket_id BIGINT UNSIGNED NULL COMMENT 'where its owner took back what it came with; NULL: belongs to no draft',
    ADD COLUMN draft_kind      VARCHAR(16) CHARACTER SET ascii NULL COMMENT 'of which draft: reply or note',
    ADD KEY attachments_by_draft (draft_ticket_id, owner_id);
