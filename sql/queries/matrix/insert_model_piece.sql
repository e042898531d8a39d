-- Some of a model's bytes.
INSERT INTO matrix_model_pieces (model_id, number, bytes) VALUES (:model_id, :number, :bytes)
