-- A model's bytes, in their order.
SELECT bytes FROM matrix_model_pieces WHERE model_id = :model_id ORDER BY number
