-- Something that reading it needs is away: not before :at.
UPDATE incoming_mails
SET due_at = :at
WHERE id = :id AND state = 'waiting'
