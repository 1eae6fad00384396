-- name: receipt
SELECT request_hash, ticket, version, stage, seq, new_legs, petition
FROM receipts
WHERE actor = $1 AND idempotency_key = $2;

-- name: insert_receipt
INSERT INTO receipts (actor, idempotency_key, request_hash, created_at, ticket, version, stage, seq,
                      new_legs, petition)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: prune_receipts
DELETE FROM receipts
WHERE (actor, idempotency_key) IN (SELECT actor, idempotency_key
                                   FROM receipts
                                   WHERE created_at < $1
                                   ORDER BY created_at
                                   LIMIT $2);

-- name: oldest_receipt_at
SELECT created_at FROM receipts ORDER BY created_at LIMIT 1;

-- name: day_numbers
SELECT last_number FROM number_days WHERE day = $1;

-- name: save_day_numbers
INSERT INTO number_days (day, last_number) VALUES ($1, $2)
ON CONFLICT (day) DO UPDATE SET last_number = excluded.last_number;
