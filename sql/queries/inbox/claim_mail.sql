-- Nobody else takes it before :until.
UPDATE incoming_mails
SET due_at = :until, tries = tries + 1
WHERE id = :id
