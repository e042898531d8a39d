-- Somebody has looked at a replay of the draft as it was at that revision.
UPDATE matrix_drafts SET replayed_revision = GREATEST(COALESCE(replayed_revision, 0), :revision) WHERE id = :id
