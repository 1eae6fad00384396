-- name: insert_publication
INSERT INTO publications (id, kind, name, version, text, sha256, published_at, published_by, note)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: publication_of_version
SELECT id, sha256 FROM publications WHERE kind = $1 AND name = $2 AND version = $3;

-- name: last_publication_id
SELECT id FROM publications ORDER BY id DESC LIMIT 1;

-- name: publications
SELECT id, kind, name, version, text, sha256, published_at, published_by, note
FROM publications
ORDER BY id;
