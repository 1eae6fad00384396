// What must be true of every ticket that decide() and apply() have made, and between one state and
// the next.
#pragma once

#include "ticketing/rules/ticket.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace hotline::test {

// Empty when the ticket makes sense, else what does not.
inline std::string fault_in_stage(const TicketState& state) {
    int leads = 0;
    int live = 0;
    bool lead_replied = false;
    for (const Leg& leg : state.legs) {
        if (!is_live(leg)) continue;
        live += 1;
        if (leg.role == LegRole::lead) {
            leads += 1;
            lead_replied = leg.state == LegState::replied;
        } else if (leg.state == LegState::replied) {
            return "an assisting leg waits for a check";
        }
    }
    if (leads > 1) return "two live leads";
    if ((state.stage == Stage::handling) != (leads == 1 && !lead_replied)) return "handling";
    if ((state.stage == Stage::awaiting_check) != (leads == 1 && lead_replied)) return "check";
    if (state.stage == Stage::awaiting_check && live != 1) return "others live at the check";
    if (leads == 0 && live != 0) return "live legs without a lead";
    if (is_over(state.stage) != state.closed_at.has_value()) return "closed_at";
    if (state.stage == Stage::needs_supplement && state.missing.empty()) return "missing";
    if (!state.legs.empty() && !state.missing.empty()) return "dispatched incomplete";
    return {};
}

inline std::string fault_in_legs(const TicketState& state) {
    for (std::size_t i = 0; i < state.legs.size(); ++i) {
        const Leg& leg = state.legs[i];
        if (leg.id.value != static_cast<int>(i) + 1) return "leg id";
        if (leg.role == LegRole::lead && (leg.parent || leg.level != 1)) return "lead level";
        for (std::size_t j = 0; j < i; ++j) {
            const bool both_live = is_live(leg) && is_live(state.legs[j]);
            if (both_live && state.legs[j].unit == leg.unit) return "a unit with two live legs";
        }
        if (!leg.parent) continue;
        const Leg* parent = find_leg(state, *leg.parent);
        if (parent == nullptr || parent->level + 1 != leg.level) return "level";
        if (is_live(leg) && !is_live(*parent)) return "a live leg below an ended one";
    }
    std::map<LegId, int> pending;
    for (const Petition& petition : state.petitions) {
        const Leg* leg = find_leg(state, petition.leg);
        if (leg == nullptr) return "a petition of no leg";
        if (petition.decided_at.has_value() == (petition.state == PetitionState::pending))
            return "decided_at";
        if (petition.state != PetitionState::pending) continue;
        if (leg->state != LegState::handling) return "a pending petition of an idle leg";
        if (++pending[petition.leg] > 1) return "two pending petitions";
    }
    return {};
}

inline std::string fault_in_clocks(const TicketState& state) {
    bool any_overdue = false;
    std::map<std::pair<int, MilestoneKind>, int> running;
    for (const Clock& clock : state.clocks) {
        any_overdue = any_overdue || clock.overdue;
        if (clock.stopped_at.has_value() == (clock.state == ClockState::running))
            return "stopped_at";
        const auto reached = static_cast<std::size_t>(clock.steps_reached);
        if (reached > clock.steps.size()) return "steps_reached";
        const auto open = clock.steps.begin() + clock.steps_reached;
        const auto later = [](const ClockStep& a, const ClockStep& b) { return a.at < b.at; };
        if (!std::is_sorted(open, clock.steps.end(), later)) return "step order";
        for (const StepKind kind : {StepKind::warn_yellow, StepKind::overdue, StepKind::warn_red}) {
            const auto count =
                std::count_if(clock.steps.begin(), clock.steps.end(),
                              [&](const ClockStep& step) { return step.kind == kind; });
            if (count > 1) return "a step twice";
            if (kind == StepKind::overdue && count != 1) return "no overdue step";
        }
        if (clock.state != ClockState::running) continue;
        const Leg* leg = clock.leg ? find_leg(state, *clock.leg) : nullptr;
        if (clock.leg && (leg == nullptr || !is_live(*leg))) return "a clock of an ended leg";
        if (!clock.leg && is_over(state.stage)) return "a clock of an ended ticket";
        if (leg && clock.kind == MilestoneKind::receive && leg->received_at)
            return "a receive clock after receipt";
        if (leg && leg->state == LegState::replied) return "a leg's clock after its reply";
        if (++running[{clock.leg ? clock.leg->value : 0, clock.kind}] > 1)
            return "two running clocks of one kind";
    }
    return any_overdue == state.overdue ? "" : "the ticket's overdue";
}

inline std::string fault_between(const TicketState& before, const TicketState& after) {
    if (before.overdue && !after.overdue) return "overdue cleared";
    for (std::size_t i = 0; i < before.clocks.size(); ++i) {
        if (before.clocks[i].overdue && !after.clocks[i].overdue)
            return "a clock's overdue cleared";
        if (after.clocks[i].due_at < before.clocks[i].due_at) return "a limit shortened";
    }
    if (before.first_visit && after.first_visit != before.first_visit) return "first visit changed";
    return {};
}

}  // namespace hotline::test
