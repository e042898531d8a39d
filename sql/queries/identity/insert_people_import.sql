-- A list of people, to be looked at before it is carried out.
INSERT INTO people_imports (uploaded_by_id, uploaded_at, file, summary) VALUES (:uploaded_by_id, :now, :file, '{}')
