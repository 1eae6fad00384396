-- name: insert_job
INSERT INTO jobs (id, kind, publication, arguments, state, cursor, total, visited, changed, corrected,
                  detail, started_at, updated_at, finished_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: update_job
UPDATE jobs
SET state = $2, cursor = $3, total = $4, visited = $5, changed = $6, corrected = $7, detail = $8,
    updated_at = $9, finished_at = $10
WHERE id = $1;

-- name: last_job_id
SELECT id FROM jobs ORDER BY id DESC LIMIT 1;

-- name: job
SELECT id, kind, publication, arguments, state, cursor, total, visited, changed, corrected, detail,
       started_at, updated_at, finished_at
FROM jobs
WHERE id = $1;

-- name: jobs
SELECT id, kind, publication, arguments, state, cursor, total, visited, changed, corrected, detail,
       started_at, updated_at, finished_at
FROM jobs
ORDER BY id;

-- name: unfinished_jobs
SELECT id, kind, publication, arguments, state, cursor, total, visited, changed, corrected, detail,
       started_at, updated_at, finished_at
FROM jobs
WHERE state = 'running'
ORDER BY id;
