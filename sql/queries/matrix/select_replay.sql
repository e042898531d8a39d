-- One replay as its page shows it.
SELECT r.id, r.draft_id, p.name AS asked_by, r.asked_at, r.opened_from, r.opened_until, r.role_code, r.unit_id, r.unit_ids, r.before_version,
       v.version AS before_name, r.draft_revision, r.draft_base_id, r.seen_at, r.state, r.stop_asked, r.tickets, r.done, r.after_id, r.finished_at, r.result
FROM matrix_replays r
JOIN matrix_versions v ON v.id = r.before_version
LEFT JOIN people p ON p.id = r.asked_by
WHERE r.id = :id
