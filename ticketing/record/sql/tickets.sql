-- name: ticket
SELECT version, stage, overdue, district, channel, kind, urgency, title, item, received_at, supervised,
       confidential, urge_count, led_by, opened_at, opened_by, policy_id, policy_version, place,
       caller_name, caller_phone, caller_address, anonymous, source, external_id, routing_unit,
       routing_explanation, missing, supplements, direct_answer, decline_reason, emergency_line,
       closing_note, merged_into, redo_count, visit_attempts, first_visit, final_visit, closed_at, body,
       origin, tags, law, external_due_at, asked_complex, caller_type, complex, visit_open, caller_answer,
       caller_answered_at
FROM tickets
WHERE number = $1;

-- name: ticket_summary
SELECT version, stage, overdue, district, channel, kind, urgency, title, item, received_at, supervised,
       confidential, urge_count, led_by, lead_unit, next_due_at, yellow, red, complex
FROM tickets
WHERE number = $1;

-- name: ticket_stage
SELECT stage FROM tickets WHERE number = $1;

-- name: ticket_by_external_id
SELECT number FROM tickets WHERE source = $1 AND external_id = $2 AND source <> '';

-- name: assignments
SELECT leg, unit, role, level, parent, state, dispatched_at, received_at, contacted_at, replied_at,
       public_reply, internal_reply, sent_back_count, extension_count, policy_id, policy_version,
       designated, received_by_clock, accepted_at, plan, progress, confirmed_at
FROM assignments
WHERE ticket = $1
ORDER BY leg;

-- name: petitions
SELECT petition, kind, leg, state, reason, basis, suggested_unit, working_days, asked_at, decided_at,
       decision_note, code, clock
FROM petitions
WHERE ticket = $1
ORDER BY petition;

-- name: milestones
SELECT clock, kind, leg, state, started_at, due_at, guessed, policy_version, calendar_version, steps,
       steps_reached, stopped_at, yellow, red, overdue, policy_id, calendar_id, limit_text, extended_days,
       cap_at, cap_reason, pauses, correction
FROM milestones
WHERE ticket = $1
ORDER BY clock;

-- name: insert_ticket
INSERT INTO tickets (number, version, stage, overdue, supervised, urge_count, led_by, lead_unit,
                     next_due_at, yellow, red, missing, supplements, direct_answer, decline_reason,
                     emergency_line, closing_note, merged_into, redo_count, visit_attempts, first_visit,
                     final_visit, closed_at, complex, visit_open, caller_answer, caller_answered_at,
                     channel, kind, urgency, title, body, district, place, item, caller_name,
                     caller_phone, caller_address, confidential, anonymous, source, external_id,
                     received_at, opened_at, opened_by, policy_id, policy_version, routing_unit,
                     routing_explanation, origin, tags, law, external_due_at, asked_complex, caller_type)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
        $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40,
        $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55);

-- What commands change. The stage is apart from it: its index is rewritten only when it moves.
-- name: update_ticket
UPDATE tickets
SET version = $2, supervised = $3, urge_count = $4, led_by = $5, lead_unit = $6, next_due_at = $7,
    yellow = $8, red = $9, missing = $10, supplements = $11, direct_answer = $12, decline_reason = $13,
    emergency_line = $14, closing_note = $15, merged_into = $16, redo_count = $17, visit_attempts = $18,
    first_visit = $19, final_visit = $20, closed_at = $21, complex = $22, visit_open = $23,
    caller_answer = $24, caller_answered_at = $25
WHERE number = $1;

-- name: update_ticket_and_stage
UPDATE tickets
SET version = $2, stage = $3, overdue = $4, supervised = $5, urge_count = $6, led_by = $7,
    lead_unit = $8, next_due_at = $9, yellow = $10, red = $11, missing = $12, supplements = $13,
    direct_answer = $14, decline_reason = $15, emergency_line = $16, closing_note = $17,
    merged_into = $18, redo_count = $19, visit_attempts = $20, first_visit = $21, final_visit = $22,
    closed_at = $23, complex = $24, visit_open = $25, caller_answer = $26, caller_answered_at = $27
WHERE number = $1;

-- What was said when the ticket was opened.
-- name: update_ticket_request
UPDATE tickets
SET channel = $2, kind = $3, urgency = $4, title = $5, body = $6, district = $7, place = $8, item = $9,
    caller_name = $10, caller_phone = $11, caller_address = $12, confidential = $13, anonymous = $14,
    source = $15, external_id = $16, received_at = $17, opened_at = $18, opened_by = $19,
    policy_id = $20, policy_version = $21, routing_unit = $22, routing_explanation = $23, origin = $24,
    tags = $25, law = $26, external_due_at = $27, asked_complex = $28, caller_type = $29
WHERE number = $1;

-- name: save_assignment
INSERT INTO assignments (ticket, leg, unit, live, role, level, parent, state, dispatched_at,
                         received_at, contacted_at, replied_at, public_reply, internal_reply,
                         sent_back_count, extension_count, policy_id, policy_version, designated,
                         received_by_clock, accepted_at, plan, progress, confirmed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
        $22, $23, $24)
ON CONFLICT (ticket, leg) DO UPDATE
SET unit = excluded.unit, live = excluded.live, role = excluded.role, level = excluded.level,
    parent = excluded.parent, state = excluded.state, dispatched_at = excluded.dispatched_at,
    received_at = excluded.received_at, contacted_at = excluded.contacted_at,
    replied_at = excluded.replied_at, public_reply = excluded.public_reply,
    internal_reply = excluded.internal_reply, sent_back_count = excluded.sent_back_count,
    extension_count = excluded.extension_count, policy_id = excluded.policy_id,
    policy_version = excluded.policy_version, designated = excluded.designated,
    received_by_clock = excluded.received_by_clock, accepted_at = excluded.accepted_at,
    plan = excluded.plan, progress = excluded.progress, confirmed_at = excluded.confirmed_at;

-- name: save_petition
INSERT INTO petitions (ticket, petition, kind, leg, state, reason, basis, suggested_unit, working_days,
                       asked_at, decided_at, decision_note, code, clock)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
ON CONFLICT (ticket, petition) DO UPDATE
SET kind = excluded.kind, leg = excluded.leg, state = excluded.state, reason = excluded.reason,
    basis = excluded.basis, suggested_unit = excluded.suggested_unit,
    working_days = excluded.working_days, asked_at = excluded.asked_at,
    decided_at = excluded.decided_at, decision_note = excluded.decision_note, code = excluded.code,
    clock = excluded.clock;

-- A clock as most are started: it runs, nothing has happened to it and its limit stands for itself.
-- name: insert_fresh_milestone
INSERT INTO milestones (ticket, clock, next_at, kind, leg, started_at, due_at, guessed, policy_version,
                        calendar_version, steps, policy_id, calendar_id, limit_text, steps_reached,
                        stopped_at, yellow, red, overdue, extended_days, cap_at, cap_reason, pauses,
                        correction, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, NULL, 0, 0, 0, 0, NULL, 'none',
        NULL, NULL, 'running');

-- name: insert_milestone
INSERT INTO milestones (ticket, clock, next_at, kind, leg, started_at, due_at, guessed, policy_version,
                        calendar_version, steps, steps_reached, stopped_at, yellow, red, overdue,
                        policy_id, calendar_id, limit_text, extended_days, cap_at, cap_reason, pauses,
                        correction, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
        $22, $23, $24, $25);

-- The state is apart: the index of running clocks is rewritten only when it changes.
-- name: update_milestone
UPDATE milestones
SET next_at = $3, kind = $4, leg = $5, started_at = $6, due_at = $7, guessed = $8, policy_version = $9,
    calendar_version = $10, steps = $11, steps_reached = $12, stopped_at = $13, yellow = $14, red = $15,
    overdue = $16, policy_id = $17, calendar_id = $18, limit_text = $19, extended_days = $20,
    cap_at = $21, cap_reason = $22, pauses = $23, correction = $24
WHERE ticket = $1 AND clock = $2;

-- name: update_milestone_and_state
UPDATE milestones
SET next_at = $3, kind = $4, leg = $5, started_at = $6, due_at = $7, guessed = $8, policy_version = $9,
    calendar_version = $10, steps = $11, steps_reached = $12, stopped_at = $13, yellow = $14, red = $15,
    overdue = $16, policy_id = $17, calendar_id = $18, limit_text = $19, extended_days = $20,
    cap_at = $21, cap_reason = $22, pauses = $23, correction = $24, state = $25
WHERE ticket = $1 AND clock = $2;

-- name: due_clocks
SELECT ticket, clock, next_at
FROM milestones
WHERE next_at IS NOT NULL AND next_at <= $1
ORDER BY next_at, ticket, clock
LIMIT $2;

-- name: next_clock_at
SELECT next_at FROM milestones WHERE next_at IS NOT NULL ORDER BY next_at LIMIT 1;

-- A page of running clocks after ($1, $2), for counting them again. The CROSS JOIN fixes the order: the
-- index of running clocks first, then the ticket by its number.
-- name: running_clocks
SELECT m.ticket, m.clock, m.kind, m.leg, m.started_at, m.due_at, m.overdue, m.policy_id, m.policy_version,
       m.calendar_id, m.calendar_version, m.limit_text, m.extended_days, m.cap_at, m.cap_reason, m.pauses,
       t.item, t.received_at, t.overdue
FROM milestones AS m CROSS JOIN tickets AS t
WHERE m.state = 'running' AND (m.ticket, m.clock) > ($1, $2) AND t.number = m.ticket
ORDER BY m.ticket, m.clock
LIMIT $3;

-- name: count_tickets_with_running_clocks
SELECT COUNT(DISTINCT ticket) FROM milestones WHERE state = 'running';

-- name: tickets_with_running_clocks
SELECT DISTINCT m.ticket
FROM milestones AS m CROSS JOIN tickets AS t
WHERE m.state = 'running' AND m.ticket > $1 AND t.number = m.ticket AND t.opened_at <= $3
ORDER BY m.ticket
LIMIT $2;
