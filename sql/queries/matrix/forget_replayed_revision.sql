-- A replay that somebody had seen is removed: the draft counts as tried while another one of it as it was then has been seen.
UPDATE matrix_drafts d
SET d.replayed_revision = NULL
WHERE d.id = :draft_id AND d.replayed_revision = :revision
      AND NOT EXISTS (SELECT 1 FROM matrix_replays r
                      WHERE r.draft_id = d.id AND r.draft_revision = :revision AND r.seen_at IS NOT NULL
                            AND COALESCE(r.draft_base_id, d.base_id) = d.base_id)
