-- Tries counted before :before.
DELETE FROM throttles WHERE window_start < :before
