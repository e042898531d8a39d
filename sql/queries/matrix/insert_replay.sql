-- A replay waits for whoever has time.
INSERT INTO matrix_replays (draft_id, asked_by, asked_at, opened_from, opened_until, role_code, unit_id, unit_ids, before_version, roles, draft_matrix,
                            draft_words, draft_revision, draft_base_id, draft_model_id, exceptions, state)
VALUES (:draft_id, :asked_by, :asked_at, :opened_from, :opened_until, :role_code, :unit_id, :unit_ids, :before_version, :roles, :draft_matrix,
        :draft_words, :draft_revision, :draft_base, :draft_model, :exceptions, 'waiting')
