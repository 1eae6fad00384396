-- name: last_outbox_id
SELECT id FROM outbox ORDER BY id DESC LIMIT 1;

-- name: queue_end
SELECT sequence, delivered_at
FROM outbox
WHERE ticket = $1 AND endpoint = $2
ORDER BY sequence DESC
LIMIT 1;

-- name: insert_outbox
INSERT INTO outbox (id, endpoint, ticket, sequence, type, created_at, attempts, next_attempt_at,
                    delivered_at, head, payload)
VALUES ($1, $2, $3, $4, $5, $6, 0, $6, NULL, $7, $8);

-- name: outbox_row
SELECT ticket, endpoint, sequence, attempts, delivered_at, head FROM outbox WHERE id = $1;

-- name: insert_attempt
INSERT INTO delivery_attempts (outbox_id, attempt, started_at, duration_ms, delivered, http_status,
                               detail)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: settle_outbox
UPDATE outbox SET attempts = $2, delivered_at = $3, head = 0 WHERE id = $1;

-- name: next_head
UPDATE outbox SET head = 1 WHERE ticket = $1 AND endpoint = $2 AND sequence = $3;

-- name: reschedule_outbox
UPDATE outbox SET attempts = $2, next_attempt_at = $3 WHERE id = $1;

-- name: next_endpoint
SELECT endpoint FROM outbox WHERE head = 1 AND endpoint > $1 ORDER BY endpoint LIMIT 1;

-- name: due_heads
SELECT next_attempt_at, id
FROM outbox
WHERE head = 1 AND endpoint = $1 AND next_attempt_at <= $2
ORDER BY next_attempt_at, id
LIMIT $3;

-- name: first_head_at
SELECT next_attempt_at
FROM outbox
WHERE head = 1 AND endpoint = $1
ORDER BY next_attempt_at, id
LIMIT 1;

-- name: outbox_item
SELECT id, ticket, endpoint, sequence, type, payload, created_at, attempts, next_attempt_at
FROM outbox
WHERE id = $1;

-- name: outbox_of
SELECT id, ticket, endpoint, sequence, type, payload, created_at, attempts, next_attempt_at
FROM outbox
WHERE ticket = $1
ORDER BY id;

-- name: attempts_of
SELECT a.outbox_id, a.attempt, a.started_at, a.duration_ms, a.delivered, a.http_status, a.detail
FROM outbox AS o CROSS JOIN delivery_attempts AS a
WHERE o.ticket = $1 AND a.outbox_id = o.id
ORDER BY a.outbox_id, a.attempt;
