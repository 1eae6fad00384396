-- name: ticket
SELECT version, stage, overdue, district, channel, kind, urgency, title, item, received_at, supervised,
       confidential, urge_count, led_by, opened_at, opened_by, policy_id, policy_version, place,
       caller_name, caller_phone, caller_address, anonymous, source, external_id, routing_unit,
       routing_explanation, missing, supplements, direct_answer, decline_reason, emergency_line,
       closing_note, merged_into, redo_count, visit_attempts, first_visit, final_visit, closed_at, body
FROM tickets
WHERE number = $1;

-- name: ticket_summary
SELECT version, stage, overdue, district, channel, kind, urgency, title, item, received_at, supervised,
       confidential, urge_count, led_by, lead_unit, next_due_at, yellow, red
FROM tickets
WHERE number = $1;

-- name: ticket_stage
SELECT stage FROM tickets WHERE number = $1;

-- name: ticket_by_external_id
SELECT number FROM tickets WHERE source = $1 AND external_id = $2 AND source <> '';

-- name: assignments
SELECT leg, unit, role, level, parent, state, dispatched_at, received_at, contacted_at, replied_at,
       public_reply, internal_reply, sent_back_count, extension_count
FROM assignments
WHERE ticket = $1
ORDER BY leg;

-- name: petitions
SELECT petition, kind, leg, state, reason, basis, suggested_unit, working_days, asked_at, decided_at,
       decision_note
FROM petitions
WHERE ticket = $1
ORDER BY petition;

-- name: milestones
SELECT clock, kind, leg, state, started_at, due_at, guessed, policy_version, calendar_version, steps,
       steps_reached, stopped_at, yellow, red, overdue
FROM milestones
WHERE ticket = $1
ORDER BY clock;

-- name: insert_ticket
INSERT INTO tickets (number, version, stage, overdue, supervised, urge_count, led_by, lead_unit,
                     next_due_at, yellow, red, missing, supplements, direct_answer, decline_reason,
                     emergency_line, closing_note, merged_into, redo_count, visit_attempts, first_visit,
                     final_visit, closed_at,
                     channel, kind, urgency, title, body, district, place, item, caller_name,
                     caller_phone, caller_address, confidential, anonymous, source, external_id,
                     received_at, opened_at, opened_by, policy_id, policy_version, routing_unit,
                     routing_explanation)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
        $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40,
        $41, $42, $43, $44, $45);

-- What commands change. The stage is apart from it: its index is rewritten only when it moves.
-- name: update_ticket
UPDATE tickets
SET version = $2, supervised = $3, urge_count = $4, led_by = $5, lead_unit = $6, next_due_at = $7,
    yellow = $8, red = $9, missing = $10, supplements = $11, direct_answer = $12, decline_reason = $13,
    emergency_line = $14, closing_note = $15, merged_into = $16, redo_count = $17, visit_attempts = $18,
    first_visit = $19, final_visit = $20, closed_at = $21
WHERE number = $1;

-- name: update_ticket_and_stage
UPDATE tickets
SET version = $2, stage = $3, overdue = $4, supervised = $5, urge_count = $6, led_by = $7,
    lead_unit = $8, next_due_at = $9, yellow = $10, red = $11, missing = $12, supplements = $13,
    direct_answer = $14, decline_reason = $15, emergency_line = $16, closing_note = $17,
    merged_into = $18, redo_count = $19, visit_attempts = $20, first_visit = $21, final_visit = $22,
    closed_at = $23
WHERE number = $1;

-- What was said when the ticket was opened.
-- name: update_ticket_request
UPDATE tickets
SET channel = $2, kind = $3, urgency = $4, title = $5, body = $6, district = $7, place = $8, item = $9,
    caller_name = $10, caller_phone = $11, caller_address = $12, confidential = $13, anonymous = $14,
    source = $15, external_id = $16, received_at = $17, opened_at = $18, opened_by = $19,
    policy_id = $20, policy_version = $21, routing_unit = $22, routing_explanation = $23
WHERE number = $1;

-- name: save_assignment
INSERT INTO assignments (ticket, leg, unit, live, role, level, parent, state, dispatched_at,
                         received_at, contacted_at, replied_at, public_reply, internal_reply,
                         sent_back_count, extension_count)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
ON CONFLICT (ticket, leg) DO UPDATE
SET unit = excluded.unit, live = excluded.live, role = excluded.role, level = excluded.level,
    parent = excluded.parent, state = excluded.state, dispatched_at = excluded.dispatched_at,
    received_at = excluded.received_at, contacted_at = excluded.contacted_at,
    replied_at = excluded.replied_at, public_reply = excluded.public_reply,
    internal_reply = excluded.internal_reply, sent_back_count = excluded.sent_back_count,
    extension_count = excluded.extension_count;

-- name: save_petition
INSERT INTO petitions (ticket, petition, kind, leg, state, reason, basis, suggested_unit, working_days,
                       asked_at, decided_at, decision_note)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (ticket, petition) DO UPDATE
SET kind = excluded.kind, leg = excluded.leg, state = excluded.state, reason = excluded.reason,
    basis = excluded.basis, suggested_unit = excluded.suggested_unit,
    working_days = excluded.working_days, asked_at = excluded.asked_at,
    decided_at = excluded.decided_at, decision_note = excluded.decision_note;

-- name: save_milestone
INSERT INTO milestones (ticket, clock, next_at, kind, leg, state, started_at, due_at, guessed,
                        policy_version, calendar_version, steps, steps_reached, stopped_at, yellow,
                        red, overdue)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
ON CONFLICT (ticket, clock) DO UPDATE
SET next_at = excluded.next_at, kind = excluded.kind, leg = excluded.leg, state = excluded.state,
    started_at = excluded.started_at, due_at = excluded.due_at, guessed = excluded.guessed,
    policy_version = excluded.policy_version, calendar_version = excluded.calendar_version,
    steps = excluded.steps, steps_reached = excluded.steps_reached, stopped_at = excluded.stopped_at,
    yellow = excluded.yellow, red = excluded.red, overdue = excluded.overdue;

-- name: due_clocks
SELECT ticket, clock, next_at
FROM milestones
WHERE next_at IS NOT NULL AND next_at <= $1
ORDER BY next_at, ticket, clock
LIMIT $2;

-- name: next_clock_at
SELECT next_at FROM milestones WHERE next_at IS NOT NULL ORDER BY next_at LIMIT 1;
