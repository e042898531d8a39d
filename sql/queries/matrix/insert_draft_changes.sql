-- What one press changes in a draft (:rows is a JSON list); the draft is locked.
INSERT INTO matrix_draft_changes (draft_id, number, kind, row_ref, before_value, after_value, changed_at, changed_by_id)
SELECT :draft_id, given.number, given.kind, given.row_ref, given.before_value, given.after_value, :now, :by
FROM JSON_TABLE(:rows, '$[*]' COLUMNS (
    number       INT         PATH '$.number',
    kind         VARCHAR(16) PATH '$.kind',
    row_ref      VARCHAR(16) PATH '$.row',
    before_value TEXT        PATH '$.before',
    after_value  TEXT        PATH '$.after')) given
