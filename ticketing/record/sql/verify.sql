-- Whole tables, read once and in order; for `hotline verify` only.

-- name: verify_journal
SELECT ticket, seq, version, events FROM journal ORDER BY ticket, seq;

-- name: verify_journal_span
SELECT count(*), min(seq), max(seq) FROM journal;

-- name: verify_numbers
SELECT number FROM tickets ORDER BY number;

-- name: verify_live
SELECT leg, live FROM assignments WHERE ticket = $1 ORDER BY leg;

-- name: verify_next_at
SELECT clock, next_at FROM milestones WHERE ticket = $1 ORDER BY clock;

-- name: verify_orphans
SELECT (SELECT count(*) FROM assignments WHERE ticket NOT IN (SELECT number FROM tickets)),
       (SELECT count(*) FROM petitions WHERE ticket NOT IN (SELECT number FROM tickets)),
       (SELECT count(*) FROM milestones WHERE ticket NOT IN (SELECT number FROM tickets)),
       (SELECT count(*) FROM notices WHERE ticket NOT IN (SELECT number FROM tickets)),
       (SELECT count(*) FROM receipts WHERE ticket NOT IN (SELECT number FROM tickets));

-- name: verify_outbox
SELECT ticket, endpoint, sequence, delivered_at, head, id, attempts
FROM outbox
ORDER BY ticket, endpoint, sequence;

-- name: verify_attempts
SELECT count(*), max(attempt) FROM delivery_attempts WHERE outbox_id = $1;

-- name: verify_stage_counts
SELECT stage, count(*) FROM tickets GROUP BY stage ORDER BY stage;

-- name: verify_overdue_by_stage
SELECT stage, count(*) FROM tickets WHERE overdue = 1 GROUP BY stage ORDER BY stage;

-- name: verify_outbox_pending
SELECT count(*) FROM outbox WHERE delivered_at IS NULL;

-- name: verify_phone_tasks_open
SELECT count(*) FROM notices WHERE kind = 'phone_task' AND done_at IS NULL;

-- name: verify_number_days
SELECT number / 1000000, max(number - number / 1000000 * 1000000)
FROM tickets
GROUP BY number / 1000000
ORDER BY number / 1000000;
