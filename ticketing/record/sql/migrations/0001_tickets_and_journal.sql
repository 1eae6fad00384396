-- The whole record: tickets with their assignments, petitions and milestones; the journal; the outbox.
--
-- Times are epoch milliseconds UTC, flags 0 or 1, enumerations their names. Every id is made by the program.
-- $INT, $TEXT, $STRICT and $CLUSTERED are replaced per engine (sqlite/migrate.cpp); $CLUSTERED is a table
-- stored by its primary key. Columns that lists read stand first: a row is decoded from the front.

CREATE TABLE tickets (
    number $INT PRIMARY KEY,
    version $INT NOT NULL,
    stage $TEXT NOT NULL,
    overdue $INT NOT NULL,
    district $TEXT NOT NULL,
    channel $TEXT NOT NULL,
    kind $TEXT NOT NULL,
    urgency $TEXT NOT NULL,
    title $TEXT NOT NULL,
    item $TEXT NOT NULL,
    received_at $INT NOT NULL,
    supervised $INT NOT NULL,
    confidential $INT NOT NULL,
    urge_count $INT NOT NULL,
    led_by $TEXT NOT NULL,
    -- Repeated from assignments and milestones (summary.hpp, derived_of).
    lead_unit $TEXT NOT NULL,
    next_due_at $INT,
    yellow $INT NOT NULL,
    red $INT NOT NULL,
    opened_at $INT NOT NULL,
    opened_by $TEXT NOT NULL,
    policy_id $TEXT NOT NULL,
    policy_version $TEXT NOT NULL,
    place $TEXT NOT NULL,
    caller_name $TEXT NOT NULL,
    caller_phone $TEXT NOT NULL,
    caller_address $TEXT NOT NULL,
    anonymous $INT NOT NULL,
    source $TEXT NOT NULL,
    external_id $TEXT NOT NULL,
    routing_unit $TEXT NOT NULL,
    routing_explanation $TEXT NOT NULL,
    missing $TEXT NOT NULL,
    supplements $TEXT,      -- JSON array of texts, NULL when there is none
    direct_answer $TEXT NOT NULL,
    decline_reason $TEXT,
    emergency_line $TEXT,
    closing_note $TEXT NOT NULL,
    merged_into $INT,
    redo_count $INT NOT NULL,
    visit_attempts $INT NOT NULL,
    first_visit $TEXT,      -- JSON object, like a visit in the journal
    final_visit $TEXT,
    closed_at $INT,
    body $TEXT NOT NULL
) $STRICT;

CREATE UNIQUE INDEX ix_tickets_external ON tickets (source, external_id) WHERE source <> '';
-- Lists read numbers from these alone, newest first; the trailing columns serve a second filter.
CREATE INDEX ix_tickets_stage ON tickets (stage, number, district, overdue);
CREATE INDEX ix_tickets_district ON tickets (district, number, stage, overdue) WHERE district <> '';
CREATE INDEX ix_tickets_overdue ON tickets (number, stage, district) WHERE overdue = 1;

CREATE TABLE assignments (
    ticket $INT NOT NULL REFERENCES tickets (number),
    leg $INT NOT NULL,
    unit $TEXT NOT NULL,
    live $INT NOT NULL,     -- is_live() of the rules
    role $TEXT NOT NULL,
    level $INT NOT NULL,
    parent $INT,
    state $TEXT NOT NULL,
    dispatched_at $INT NOT NULL,
    received_at $INT,
    contacted_at $INT,
    replied_at $INT,
    public_reply $TEXT NOT NULL,
    internal_reply $TEXT NOT NULL,
    sent_back_count $INT NOT NULL,
    extension_count $INT NOT NULL,
    PRIMARY KEY (ticket, leg)
) $CLUSTERED;

CREATE INDEX ix_assignments_unit ON assignments (unit, ticket, leg);
CREATE INDEX ix_assignments_live ON assignments (unit, ticket, leg) WHERE live = 1;

CREATE TABLE petitions (
    ticket $INT NOT NULL REFERENCES tickets (number),
    petition $INT NOT NULL,
    kind $TEXT NOT NULL,
    leg $INT NOT NULL,
    state $TEXT NOT NULL,
    reason $TEXT NOT NULL,
    basis $TEXT NOT NULL,
    suggested_unit $TEXT NOT NULL,
    working_days $INT NOT NULL,
    asked_at $INT NOT NULL,
    decided_at $INT,
    decision_note $TEXT NOT NULL,
    PRIMARY KEY (ticket, petition)
) $CLUSTERED;

CREATE TABLE milestones (
    ticket $INT NOT NULL REFERENCES tickets (number),
    clock $INT NOT NULL,
    next_at $INT,           -- the step a running clock waits for, NULL when there is none
    kind $TEXT NOT NULL,
    leg $INT,
    state $TEXT NOT NULL,
    started_at $INT NOT NULL,
    due_at $INT NOT NULL,
    guessed $INT NOT NULL,
    policy_version $TEXT NOT NULL,
    calendar_version $TEXT NOT NULL,
    steps $TEXT NOT NULL,   -- JSON array, like the steps in the journal
    steps_reached $INT NOT NULL,
    stopped_at $INT,
    yellow $INT NOT NULL,
    red $INT NOT NULL,
    overdue $INT NOT NULL,
    PRIMARY KEY (ticket, clock)
) $CLUSTERED;

CREATE INDEX ix_milestones_next ON milestones (next_at, ticket, clock) WHERE next_at IS NOT NULL;

-- One row a committed command. Append-only; seq has no gaps.
CREATE TABLE journal (
    seq $INT PRIMARY KEY,
    ticket $INT NOT NULL REFERENCES tickets (number),
    version $INT NOT NULL,
    at $INT NOT NULL,
    actor_role $TEXT NOT NULL,
    actor_name $TEXT NOT NULL,
    actor_unit $TEXT NOT NULL,
    events $TEXT NOT NULL   -- event_json.hpp
) $STRICT;

CREATE INDEX ix_journal_ticket ON journal (ticket);

-- What must reach the units. A queue is an (endpoint, ticket); its head is its lowest undelivered sequence.
CREATE TABLE outbox (
    id $INT PRIMARY KEY,
    endpoint $TEXT NOT NULL,
    ticket $INT NOT NULL REFERENCES tickets (number),
    sequence $INT NOT NULL,
    type $TEXT NOT NULL,
    created_at $INT NOT NULL,
    attempts $INT NOT NULL,
    next_attempt_at $INT NOT NULL,
    delivered_at $INT,
    head $INT NOT NULL,
    payload $TEXT NOT NULL
) $STRICT;

CREATE UNIQUE INDEX ix_outbox_queue ON outbox (ticket, endpoint, sequence);
-- By endpoint, so that the backlog of a dead one is not walked to find what the others are owed.
CREATE INDEX ix_outbox_due ON outbox (endpoint, next_attempt_at, id) WHERE head = 1;

CREATE TABLE delivery_attempts (
    outbox_id $INT NOT NULL REFERENCES outbox (id),
    attempt $INT NOT NULL,
    started_at $INT NOT NULL,
    duration_ms $INT NOT NULL,
    delivered $INT NOT NULL,
    http_status $INT NOT NULL,
    detail $TEXT NOT NULL,
    PRIMARY KEY (outbox_id, attempt)
) $CLUSTERED;

-- What a keyed command was answered, so that its repetition gets the same answer.
CREATE TABLE receipts (
    actor $TEXT NOT NULL,
    idempotency_key $TEXT NOT NULL,
    request_hash $TEXT NOT NULL,
    created_at $INT NOT NULL,
    ticket $INT NOT NULL,
    version $INT NOT NULL,
    stage $TEXT NOT NULL,
    seq $INT NOT NULL,
    new_legs $TEXT NOT NULL,  -- JSON array of numbers
    petition $INT,
    PRIMARY KEY (actor, idempotency_key)
) $CLUSTERED;

CREATE INDEX ix_receipts_created ON receipts (created_at);

-- The last ticket number given out for each day of receipt (yyyymmdd).
CREATE TABLE number_days (
    day $INT PRIMARY KEY,
    last_number $INT NOT NULL
) $STRICT;

-- Counts kept in the transaction of what they count: 'stage.handling', 'overdue_open', 'outbox_pending'.
CREATE TABLE counters (
    name $TEXT PRIMARY KEY,
    amount $INT NOT NULL
) $CLUSTERED;
