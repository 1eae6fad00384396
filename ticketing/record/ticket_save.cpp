#include "ticketing/record/ticket_save.hpp"

#include "ticketing/record/failpoint.hpp"
#include "ticketing/record/json_column.hpp"
#include "ticketing/record/row.hpp"
#include "ticketing/record/summary.hpp"

namespace hotline::record {
namespace {

// The columns that commands change, from supervised to caller_answered_at, in the order of all
// three statements.
void bind_changing(Binder& binder, const TicketState& state) {
    const DerivedColumns derived = derived_of(state);
    binder.add(state.supervised, state.urge_count, state.led_by);
    binder.add(derived.lead != nullptr ? std::string_view{derived.lead->unit} : std::string_view{});
    binder.add(derived.next_due_at, derived.yellow, derived.red, state.missing);
    binder.add(json_of_list(state.supplements));
    binder.add(state.direct_answer, state.decline_reason, state.emergency_line, state.closing_note,
               state.merged_into, state.redo_count, state.visit_attempts);
    binder.add(json_of(state.first_visit), json_of(state.final_visit), state.closed_at,
               state.complex, state.visit_open, state.caller_answer, state.caller_answered_at);
}

void bind_request(Binder& binder, const TicketState& state) {
    const Request& request = state.request;
    const Caller& caller = request.caller;
    binder.add(request.channel, request.kind, request.urgency, request.title, request.body,
               request.district, request.place, request.item, caller.name, caller.phone,
               caller.address, caller.confidential, caller.anonymous, request.source,
               request.external_id, state.received_at, state.opened_at, state.opened_by,
               state.policy_id, state.policy_version, state.routing.unit, state.routing.explanation,
               request.origin, json_of_list(request.tags), request.law, request.external_due_at,
               request.complex, caller.type);
}

bool same_request(const TicketState& a, const TicketState& b) {
    return a.received_at == b.received_at && a.opened_at == b.opened_at &&
           a.opened_by == b.opened_by && a.policy_id == b.policy_id &&
           a.policy_version == b.policy_version && a.routing == b.routing && a.request == b.request;
}

// Calls `save` for every item of `after` that `before` lacks or holds otherwise, with what it holds
// (nullptr: nothing).
template <class T, class Save>
void save_changed(const std::vector<T>* before, const std::vector<T>& after, Save save) {
    for (std::size_t i = 0; i < after.size(); ++i) {
        const T* old = before != nullptr && i < before->size() ? &(*before)[i] : nullptr;
        if (old == nullptr || !(*old == after[i])) save(old, after[i]);
    }
}

// Every ticket starts with a few of these: half as many columns to bind.
bool is_fresh(const Clock& clock) {
    const Derivation& derivation = clock.derivation;
    return clock.state == ClockState::running && clock.steps_reached == 0 && !clock.stopped_at &&
           !clock.yellow && !clock.red && !clock.overdue && !clock.correction &&
           derivation.extended_working_days == 0 && derivation.pauses.empty() && !derivation.cap &&
           derivation.cap_reason == CapReason::none;
}

}  // namespace

TicketSaver::TicketSaver(Connection& connection)
    : insert_(connection.query("insert_ticket")),
      update_(connection.query("update_ticket")),
      update_and_stage_(connection.query("update_ticket_and_stage")),
      update_request_(connection.query("update_ticket_request")),
      assignment_(connection.query("save_assignment")),
      petition_(connection.query("save_petition")),
      insert_fresh_milestone_(connection.query("insert_fresh_milestone")),
      insert_milestone_(connection.query("insert_milestone")),
      update_milestone_(connection.query("update_milestone")),
      update_milestone_and_state_(connection.query("update_milestone_and_state")),
      notice_(connection.query("save_notice")) {}

void TicketSaver::save(const TicketState* before, const TicketState& after) {
    failpoint("store.save");
    if (before == nullptr) {
        insert(after);
    } else {
        update(*before, after);
    }
    const TicketNumber number = after.number;
    save_changed(before ? &before->legs : nullptr, after.legs,
                 [&](const Leg* /*old*/, const Leg& leg) { save_leg(number, leg); });
    save_changed(before ? &before->petitions : nullptr, after.petitions,
                 [&](const Petition* /*old*/, const Petition& petition) {
                     save_petition(number, petition);
                 });
    save_changed(before ? &before->clocks : nullptr, after.clocks,
                 [&](const Clock* old, const Clock& clock) { save_clock(number, old, clock); });
    save_changed(before ? &before->notices : nullptr, after.notices,
                 [&](const Notice* /*old*/, const Notice& notice) { save_notice(number, notice); });
}

void TicketSaver::insert(const TicketState& state) {
    Binder binder{insert_};
    binder.add(state.number, state.version, state.stage, state.overdue);
    bind_changing(binder, state);
    bind_request(binder, state);
    insert_.step();
}

void TicketSaver::update(const TicketState& before, const TicketState& after) {
    const bool moved = before.stage != after.stage || before.overdue != after.overdue;
    Statement& statement = moved ? update_and_stage_ : update_;
    Binder binder{statement};
    binder.add(after.number, after.version);
    if (moved) binder.add(after.stage, after.overdue);
    bind_changing(binder, after);
    statement.step();
    if (same_request(before, after)) return;
    Binder request{update_request_};
    request.add(after.number);
    bind_request(request, after);
    update_request_.step();
}

void TicketSaver::save_leg(TicketNumber ticket, const Leg& leg) {
    run(assignment_, ticket, leg.id, leg.unit, is_live(leg), leg.role, leg.level, leg.parent,
        leg.state, leg.dispatched_at, leg.received_at, leg.contacted_at, leg.replied_at,
        leg.public_reply, leg.internal_reply, leg.sent_back_count, leg.extension_count,
        leg.policy_id, leg.policy_version, leg.designated, leg.received_by_clock, leg.accepted_at,
        leg.plan, leg.progress, leg.confirmed_at);
}

void TicketSaver::save_petition(TicketNumber ticket, const Petition& petition) {
    run(petition_, ticket, petition.id, petition.kind, petition.leg, petition.state,
        petition.reason, petition.basis, petition.suggested_unit, petition.working_days,
        petition.asked_at, petition.decided_at, petition.decision_note, petition.code,
        petition.clock);
}

void TicketSaver::save_clock(TicketNumber ticket, const Clock* before, const Clock& clock) {
    const std::optional<ClockStep> step = next_step(clock);
    std::optional<Instant> next_at;
    if (step) next_at = step->at;
    steps_.clear();
    JsonWriter{steps_}.value(clock.steps);
    if (before == nullptr && is_fresh(clock)) return insert_fresh_clock(ticket, clock, next_at);
    const bool moved = before == nullptr || before->state != clock.state;
    Statement& statement = before == nullptr ? insert_milestone_
                           : moved           ? update_milestone_and_state_
                                             : update_milestone_;
    const Derivation& derivation = clock.derivation;
    Binder binder{statement};
    binder.add(ticket, clock.id, next_at, clock.kind, clock.leg, clock.started_at, clock.due_at,
               clock.guessed, clock.policy_version, clock.calendar_version, steps_,
               clock.steps_reached, clock.stopped_at, clock.yellow, clock.red, clock.overdue,
               clock.policy_id, clock.calendar_id, limit_column(derivation.limit),
               derivation.extended_working_days, derivation.cap, derivation.cap_reason,
               json_of_list(derivation.pauses), json_of(clock.correction));
    if (moved) binder.add(clock.state);
    statement.step();
}

void TicketSaver::insert_fresh_clock(TicketNumber ticket, const Clock& clock,
                                     std::optional<Instant> next_at) {
    run(insert_fresh_milestone_, ticket, clock.id, next_at, clock.kind, clock.leg, clock.started_at,
        clock.due_at, clock.guessed, clock.policy_version, clock.calendar_version, steps_,
        clock.policy_id, clock.calendar_id, limit_column(clock.derivation.limit));
}

void TicketSaver::save_notice(TicketNumber ticket, const Notice& notice) {
    run(notice_, ticket, notice.id, notice.kind, notice.clock, notice.leg, notice.to, notice.at,
        notice.done_at, notice.done_by, notice.note);
}

}  // namespace hotline::record
