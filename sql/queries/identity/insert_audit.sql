-- A line of the audit; never changed afterwards.
INSERT INTO audit_log (happened_at, actor_id, actor_kind, credential_id, client_address, action, object_kind, object_id, details)
VALUES (:now, :actor_id, :actor_kind, :credential_id, :client_address, :action, :object_kind, :object_id, :details)
