-- What is known of a trained model.
SELECT id, fingerprint, checksum, size, corrections, requests, trained_at FROM matrix_models WHERE id = :id
