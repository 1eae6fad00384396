-- The time-limit engine: what a due instant follows from, the escalation ladder's notices, publications of
-- calendars and policies, background jobs.
--
-- Rows of before keep the meaning they had: the defaults are what their journals say. An empty limit_text is
-- a clock that was started without a derivation. New columns stand at the end of their row: only adding is
-- cheap on a large database.

ALTER TABLE tickets ADD COLUMN origin $TEXT NOT NULL DEFAULT 'citizen';
ALTER TABLE tickets ADD COLUMN tags $TEXT;               -- JSON array of codes, NULL when there is none
ALTER TABLE tickets ADD COLUMN law $TEXT NOT NULL DEFAULT '';
ALTER TABLE tickets ADD COLUMN external_due_at $INT;
ALTER TABLE tickets ADD COLUMN asked_complex $INT NOT NULL DEFAULT 0;  -- as intake saw it
ALTER TABLE tickets ADD COLUMN caller_type $TEXT NOT NULL DEFAULT 'person';
ALTER TABLE tickets ADD COLUMN complex $INT NOT NULL DEFAULT 0;
ALTER TABLE tickets ADD COLUMN visit_open $INT NOT NULL DEFAULT 0;
ALTER TABLE tickets ADD COLUMN caller_answer $TEXT NOT NULL DEFAULT '';
ALTER TABLE tickets ADD COLUMN caller_answered_at $INT;

ALTER TABLE assignments ADD COLUMN policy_id $TEXT NOT NULL DEFAULT '';
ALTER TABLE assignments ADD COLUMN policy_version $TEXT NOT NULL DEFAULT '';
ALTER TABLE assignments ADD COLUMN designated $INT NOT NULL DEFAULT 0;
ALTER TABLE assignments ADD COLUMN received_by_clock $INT NOT NULL DEFAULT 0;
ALTER TABLE assignments ADD COLUMN accepted_at $INT;
ALTER TABLE assignments ADD COLUMN plan $TEXT NOT NULL DEFAULT '';
ALTER TABLE assignments ADD COLUMN progress $TEXT NOT NULL DEFAULT '';
ALTER TABLE assignments ADD COLUMN confirmed_at $INT;

ALTER TABLE petitions ADD COLUMN code $TEXT NOT NULL DEFAULT '';
ALTER TABLE petitions ADD COLUMN clock $INT;

-- limit_text to pauses are the derivation: a scan counts due instants without reading JSON but for pauses.
ALTER TABLE milestones ADD COLUMN policy_id $TEXT NOT NULL DEFAULT '';
ALTER TABLE milestones ADD COLUMN calendar_id $TEXT NOT NULL DEFAULT '';
ALTER TABLE milestones ADD COLUMN limit_text $TEXT NOT NULL DEFAULT '';
ALTER TABLE milestones ADD COLUMN extended_days $INT NOT NULL DEFAULT 0;
ALTER TABLE milestones ADD COLUMN cap_at $INT;
ALTER TABLE milestones ADD COLUMN cap_reason $TEXT NOT NULL DEFAULT 'none';
ALTER TABLE milestones ADD COLUMN pauses $TEXT;          -- JSON array, NULL when there is none
ALTER TABLE milestones ADD COLUMN correction $TEXT;      -- JSON object

-- What a recalculation walks: few rows of a long history. A step that is reached does not touch it.
CREATE INDEX ix_milestones_running ON milestones (ticket, clock) WHERE state = 'running';

CREATE TABLE notices (
    ticket $INT NOT NULL REFERENCES tickets (number),
    notice $INT NOT NULL,
    kind $TEXT NOT NULL,
    clock $INT NOT NULL,
    leg $INT,
    recipient $TEXT NOT NULL,
    at $INT NOT NULL,
    done_at $INT,
    done_by $TEXT NOT NULL,
    note $TEXT NOT NULL,
    PRIMARY KEY (ticket, notice)
) $CLUSTERED;

-- The calls still to be made.
CREATE INDEX ix_notices_open ON notices (at, ticket, notice) WHERE done_at IS NULL AND kind = 'phone_task';

-- Versions of calendars and policies, in the order of publication. Append-only.
CREATE TABLE publications (
    id $INT PRIMARY KEY,
    kind $TEXT NOT NULL,
    name $TEXT NOT NULL,
    version $TEXT NOT NULL,
    text $TEXT NOT NULL,
    sha256 $TEXT NOT NULL,
    published_at $INT NOT NULL,
    published_by $TEXT NOT NULL,
    note $TEXT NOT NULL
) $STRICT;

CREATE UNIQUE INDEX ix_publications_version ON publications (kind, name, version);

CREATE TABLE jobs (
    id $INT PRIMARY KEY,
    kind $TEXT NOT NULL,
    publication $INT REFERENCES publications (id),
    arguments $TEXT NOT NULL,
    state $TEXT NOT NULL,
    cursor $INT NOT NULL,
    total $INT NOT NULL,
    visited $INT NOT NULL,
    changed $INT NOT NULL,
    corrected $INT NOT NULL,
    detail $TEXT NOT NULL,
    started_at $INT NOT NULL,
    updated_at $INT NOT NULL,
    finished_at $INT
) $STRICT;
