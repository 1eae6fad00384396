// Changes of legs (承办) that several decisions share.
#include "ticketing/rules/draft.hpp"

#include <utility>

namespace hotline {
namespace {

std::vector<LegId> live_legs_hanging_on(const TicketState& state, const Leg& ended) {
    std::vector<LegId> ids;
    for (const Leg& leg : state.legs) {
        if (!is_live(leg) || leg.id == ended.id) continue;
        if (ended.role == LegRole::lead || leg.parent == ended.id) ids.push_back(leg.id);
    }
    return ids;
}

// 指定承办: units have passed the ticket round often enough (天津: the third dispatch).
bool designates(const TicketState& state, const Policy& policy) {
    const std::int32_t max = policy.returning.max_dispatches;
    if (max == 0) return false;
    std::int32_t returned = 0;
    for (const Leg& leg : state.legs) {
        if (leg.role == LegRole::lead && leg.state == LegState::returned) ++returned;
    }
    return returned + 1 >= max;
}

}  // namespace

void emit_dispatch(Draft& draft, const NewAssignment& assignment, const std::string& note) {
    Dispatched dispatched;
    dispatched.leg = draft.next_leg();
    dispatched.unit = assignment.unit;
    dispatched.role = assignment.role;
    dispatched.parent = assignment.parent;
    if (assignment.parent) {
        dispatched.level = find_leg(draft.state(), *assignment.parent)->level + 1;
    }
    dispatched.at = draft.now();
    dispatched.note = note;
    const TicketState& state = draft.state();
    const Policy& policy = *draft.context().policies->select_for_unit(
        state.request, state.received_at, assignment.unit, draft.policy());
    dispatched.policy_id = policy.id;
    dispatched.policy_version = policy.version;
    dispatched.designated = assignment.role == LegRole::lead && designates(state, policy);
    const LegId leg = dispatched.leg;
    draft.emit(std::move(dispatched));
    if (assignment.role == LegRole::lead) meet_ticket_clocks(draft, {MilestoneKind::dispatch});
    start_clocks(draft, StartEvent::dispatched, leg, draft.now());
    start_return_window(draft, leg);
}

void emit_receipt(Draft& draft, LegId leg, bool by_clock) {
    if (find_leg(draft.state(), leg)->state != LegState::awaiting_receipt) return;
    draft.emit(Received{leg, draft.now(), by_clock});
    meet_clocks(draft, leg, {MilestoneKind::receive});
    start_clocks(draft, StartEvent::received, leg, draft.now());
}

void emit_void_petitions(Draft& draft, LegId leg) {
    // At most one petition of a leg is pending.
    const Petition* petition = pending_petition(draft.state(), leg);
    if (petition == nullptr) return;
    draft.emit(PetitionDecided{petition->id, PetitionState::void_, {}, draft.now()});
}

void emit_leg_end(Draft& draft, LegId leg, LegState state, const std::string& reason) {
    draft.emit(LegEnded{leg, state, reason, draft.now()});
    emit_void_petitions(draft, leg);
    cancel_leg_clocks(draft, leg);
    // A child may end grandchildren of the list too, so each is looked at again.
    const Leg ended = *find_leg(draft.state(), leg);
    for (const LegId id : live_legs_hanging_on(draft.state(), ended)) {
        if (!is_live(*find_leg(draft.state(), id))) continue;
        emit_leg_end(draft, id, LegState::superseded, reason);
    }
    // The hotline's own time to find the next unit.
    if (ended.role == LegRole::lead && state == LegState::returned && draft.policy() != nullptr) {
        start_ticket_clock(draft, MilestoneKind::dispatch, draft.now());
    }
}

void emit_ticket_end(Draft& draft, const std::string& reason) {
    // Without a live lead there is no live leg, and ending the lead ends all others.
    if (const Leg* lead = live_lead(draft.state())) {
        emit_leg_end(draft, lead->id, LegState::superseded, reason);
    }
    cancel_all_clocks(draft);
}

}  // namespace hotline
