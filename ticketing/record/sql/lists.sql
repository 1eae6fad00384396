-- Numbers of tickets for a page of a list, newest first; $1 is the cursor, $2 the page size. An empty text
-- or a negative flag is no filter. Each block reads one index from its end (ticket_list.cpp chooses).

-- name: list_newest
SELECT number FROM tickets WHERE number < $1 ORDER BY number DESC LIMIT $2;

-- name: list_not_overdue
SELECT number FROM tickets WHERE number < $1 AND overdue = 0 ORDER BY number DESC LIMIT $2;

-- name: list_overdue
SELECT number
FROM tickets
WHERE number < $1 AND overdue = 1 AND ($3 = '' OR stage = $3) AND ($4 = '' OR district = $4)
ORDER BY number DESC
LIMIT $2;

-- name: list_by_stage
SELECT number
FROM tickets
WHERE stage = $3 AND number < $1 AND ($4 = '' OR district = $4) AND ($5 < 0 OR overdue = $5)
ORDER BY number DESC
LIMIT $2;

-- name: list_by_district
SELECT number
FROM tickets
WHERE district = $4 AND district <> '' AND number < $1 AND ($3 = '' OR stage = $3)
  AND ($5 < 0 OR overdue = $5)
ORDER BY number DESC
LIMIT $2;

-- A unit with several legs of a ticket is listed once, by its first leg. The CROSS JOIN fixes the order:
-- the unit's index first, then the ticket by its number.
-- name: list_by_unit
SELECT a.ticket
FROM assignments AS a CROSS JOIN tickets AS t
WHERE a.unit = $6 AND a.ticket < $1 AND t.number = a.ticket
  AND ($3 = '' OR t.stage = $3) AND ($4 = '' OR t.district = $4) AND ($5 < 0 OR t.overdue = $5)
  AND NOT EXISTS (SELECT 1 FROM assignments AS b
                  WHERE b.unit = $6 AND b.ticket = a.ticket AND b.leg < a.leg)
ORDER BY a.ticket DESC
LIMIT $2;

-- name: list_by_unit_live
SELECT a.ticket
FROM assignments AS a CROSS JOIN tickets AS t
WHERE a.unit = $6 AND a.live = 1 AND a.ticket < $1 AND t.number = a.ticket
  AND ($3 = '' OR t.stage = $3) AND ($4 = '' OR t.district = $4) AND ($5 < 0 OR t.overdue = $5)
  AND NOT EXISTS (SELECT 1 FROM assignments AS b
                  WHERE b.unit = $6 AND b.live = 1 AND b.ticket = a.ticket AND b.leg < a.leg)
ORDER BY a.ticket DESC
LIMIT $2;

-- A unit's tickets of a stage that few tickets are in: the stage's index first.
-- name: list_by_stage_of_unit
SELECT t.number
FROM tickets AS t
WHERE t.stage = $3 AND t.number < $1 AND ($4 = '' OR t.district = $4) AND ($5 < 0 OR t.overdue = $5)
  AND EXISTS (SELECT 1 FROM assignments AS a WHERE a.unit = $6 AND a.ticket = t.number)
ORDER BY t.number DESC
LIMIT $2;

-- name: counters
SELECT name, amount FROM counters ORDER BY name;

-- name: counter
SELECT amount FROM counters WHERE name = $1;

-- name: add_to_counter
INSERT INTO counters (name, amount) VALUES ($1, $2)
ON CONFLICT (name) DO UPDATE SET amount = counters.amount + excluded.amount;
