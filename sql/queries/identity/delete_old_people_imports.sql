-- Lists that were looked at before :before and never carried out.
DELETE FROM people_imports WHERE applied_at IS NULL AND uploaded_at < :before
