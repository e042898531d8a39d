-- How much is written to an address outside the school is limited by the hour.
ALTER TABLE outside_messages
    ADD COLUMN written_at DATETIME(6) NULL COMMENT 'UTC; NULL: before there was a limit',
    ADD KEY outside_messages_to (email, written_at);
