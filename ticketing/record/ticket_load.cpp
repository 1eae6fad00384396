#include "ticketing/record/ticket_load.hpp"

#include "ticketing/record/json_column.hpp"
#include "ticketing/record/row.hpp"

namespace hotline::record {
namespace {

struct JsonColumns {
    std::optional<std::string> tags;
    std::optional<std::string> supplements;
    std::optional<std::string> first_visit;
    std::optional<std::string> final_visit;
};

void read_ticket(Statement& row, TicketState& state, JsonColumns& json) {
    Request& request = state.request;
    Caller& caller = request.caller;
    Row{row}.read(state.version, state.stage, state.overdue, request.district, request.channel,
                  request.kind, request.urgency, request.title, request.item, state.received_at,
                  state.supervised, caller.confidential, state.urge_count, state.led_by,
                  state.opened_at, state.opened_by, state.policy_id, state.policy_version,
                  request.place, caller.name, caller.phone, caller.address, caller.anonymous,
                  request.source, request.external_id, state.routing.unit,
                  state.routing.explanation, state.missing, json.supplements, state.direct_answer,
                  state.decline_reason, state.emergency_line, state.closing_note, state.merged_into,
                  state.redo_count, state.visit_attempts, json.first_visit, json.final_visit,
                  state.closed_at, request.body, request.origin, json.tags, request.law,
                  request.external_due_at, request.complex, caller.type, state.complex,
                  state.visit_open, state.caller_answer, state.caller_answered_at);
}

}  // namespace

TicketLoader::TicketLoader(Connection& connection)
    : ticket_(connection.query("ticket")),
      summary_(connection.query("ticket_summary")),
      stage_(connection.query("ticket_stage")),
      external_(connection.query("ticket_by_external_id")),
      assignments_(connection.query("assignments")),
      petitions_(connection.query("petitions")),
      milestones_(connection.query("milestones")),
      notices_(connection.query("notices")) {}

std::optional<TicketState> TicketLoader::load(TicketNumber number) {
    std::optional<TicketState> state;
    JsonColumns json;
    {
        const ResetOnExit reset{ticket_};
        if (!bound(ticket_, number).step()) return std::nullopt;
        state.emplace().number = number;
        read_ticket(ticket_, *state, json);
    }
    read_column(json.tags, state->request.tags);
    read_column(json.supplements, state->supplements);
    read_column(json.first_visit, state->first_visit);
    read_column(json.final_visit, state->final_visit);
    load_legs(*state);
    load_petitions(*state);
    load_clocks(*state);
    load_notices(*state);
    return state;
}

void TicketLoader::load_legs(TicketState& state) {
    bound(assignments_, state.number);
    while (assignments_.step()) {
        Leg& leg = state.legs.emplace_back();
        Row{assignments_}.read(leg.id, leg.unit, leg.role, leg.level, leg.parent, leg.state,
                               leg.dispatched_at, leg.received_at, leg.contacted_at, leg.replied_at,
                               leg.public_reply, leg.internal_reply, leg.sent_back_count,
                               leg.extension_count, leg.policy_id, leg.policy_version,
                               leg.designated, leg.received_by_clock, leg.accepted_at, leg.plan,
                               leg.progress, leg.confirmed_at);
    }
}

void TicketLoader::load_petitions(TicketState& state) {
    bound(petitions_, state.number);
    while (petitions_.step()) {
        Petition& petition = state.petitions.emplace_back();
        Row{petitions_}.read(petition.id, petition.kind, petition.leg, petition.state,
                             petition.reason, petition.basis, petition.suggested_unit,
                             petition.working_days, petition.asked_at, petition.decided_at,
                             petition.decision_note, petition.code, petition.clock);
    }
}

void TicketLoader::load_clocks(TicketState& state) {
    bound(milestones_, state.number);
    while (milestones_.step()) {
        Clock& clock = state.clocks.emplace_back();
        Derivation& derivation = clock.derivation;
        std::string limit;
        std::optional<std::string> steps;
        std::optional<std::string> pauses;
        std::optional<std::string> correction;
        Row{milestones_}.read(clock.id, clock.kind, clock.leg, clock.state, clock.started_at,
                              clock.due_at, clock.guessed, clock.policy_version,
                              clock.calendar_version, steps, clock.steps_reached, clock.stopped_at,
                              clock.yellow, clock.red, clock.overdue, clock.policy_id,
                              clock.calendar_id, limit, derivation.extended_working_days,
                              derivation.cap, derivation.cap_reason, pauses, correction);
        derivation.limit = read_limit(limit);
        read_column(steps, clock.steps);
        read_column(pauses, derivation.pauses);
        read_column(correction, clock.correction);
    }
}

void TicketLoader::load_notices(TicketState& state) {
    bound(notices_, state.number);
    while (notices_.step()) {
        Notice& notice = state.notices.emplace_back();
        Row{notices_}.read(notice.id, notice.kind, notice.clock, notice.leg, notice.to, notice.at,
                           notice.done_at, notice.done_by, notice.note);
    }
}

std::optional<TicketSummary> TicketLoader::summary(TicketNumber number) {
    TicketSummary line;
    line.number = number;
    bound(summary_, number);
    if (!read_one(summary_, line.version, line.stage, line.overdue, line.district, line.channel,
                  line.kind, line.urgency, line.title, line.item, line.received_at, line.supervised,
                  line.confidential, line.urge_count, line.led_by, line.lead_unit, line.next_due_at,
                  line.yellow, line.red, line.complex)) {
        return std::nullopt;
    }
    return line;
}

std::optional<Stage> TicketLoader::stage_of(TicketNumber number) {
    Stage stage{};
    bound(stage_, number);
    return read_one(stage_, stage) ? std::optional{stage} : std::nullopt;
}

std::optional<TicketNumber> TicketLoader::by_external_id(const std::string& source,
                                                         const std::string& id) {
    TicketNumber number;
    bound(external_, source, id);
    return read_one(external_, number) ? std::optional{number} : std::nullopt;
}

}  // namespace hotline::record
