-- name: append_journal
INSERT INTO journal (seq, ticket, version, at, actor_role, actor_name, actor_unit, events)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: last_seq
SELECT seq FROM journal ORDER BY seq DESC LIMIT 1;

-- name: journal_of
SELECT seq, ticket, version, at, actor_role, actor_name, actor_unit, events
FROM journal
WHERE ticket = $1
ORDER BY seq;

-- name: journal_after
SELECT seq, ticket, version, at, actor_role, actor_name, actor_unit, events
FROM journal
WHERE seq > $1
ORDER BY seq
LIMIT $2;
