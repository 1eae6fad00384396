-- name: notices
SELECT notice, kind, clock, leg, recipient, at, done_at, done_by, note
FROM notices
WHERE ticket = $1
ORDER BY notice;

-- name: save_notice
INSERT INTO notices (ticket, notice, kind, clock, leg, recipient, at, done_at, done_by, note)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (ticket, notice) DO UPDATE
SET kind = excluded.kind, clock = excluded.clock, leg = excluded.leg, recipient = excluded.recipient,
    at = excluded.at, done_at = excluded.done_at, done_by = excluded.done_by, note = excluded.note;

-- name: open_phone_tasks
SELECT ticket, notice, kind, clock, leg, recipient, at, done_at, done_by, note
FROM notices
WHERE done_at IS NULL AND kind = 'phone_task' AND (at, ticket, notice) > ($1, $2, $3)
ORDER BY at, ticket, notice
LIMIT $4;
