-- A trained model; its bytes follow in pieces, in the same transaction.
INSERT INTO matrix_models (fingerprint, checksum, size, corrections, requests, trained_at)
VALUES (:fingerprint, :checksum, :size, :corrections, :requests, :trained_at)
