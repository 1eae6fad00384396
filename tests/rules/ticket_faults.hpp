// What must be true of every ticket that decide() and apply() have made, and between one state and
// the next.
#pragma once

#include "tests/rules/event_text.hpp"
#include "ticketing/rules/draft.hpp"
#include "ticketing/rules/policy.hpp"
#include "ticketing/rules/ticket.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

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
    if (state.visit_open && state.stage == Stage::closed) return "a visit open after the close";
    return {};
}

inline std::string fault_in_petitions(const TicketState& state) {
    std::map<LegId, int> pending;
    for (const Petition& petition : state.petitions) {
        const Leg* leg = find_leg(state, petition.leg);
        if (leg == nullptr) return "a petition of no leg";
        if (petition.decided_at.has_value() == (petition.state == PetitionState::pending))
            return "decided_at";
        const bool is_appeal = petition.kind == PetitionKind::appeal;
        if (is_appeal != petition.clock.has_value()) return "the clock of a petition";
        if (is_appeal && find_clock(state, *petition.clock) == nullptr)
            return "an appeal of no clock";
        if (is_appeal || petition.state != PetitionState::pending) continue;
        if (leg->state != LegState::handling) return "a pending petition of an idle leg";
        if (++pending[petition.leg] > 1) return "two pending petitions";
    }
    return {};
}

inline std::string fault_in_legs(const TicketState& state) {
    for (std::size_t i = 0; i < state.legs.size(); ++i) {
        const Leg& leg = state.legs[i];
        if (leg.id.value != static_cast<int>(i) + 1) return "leg id";
        if (leg.role == LegRole::lead && (leg.parent || leg.level != 1)) return "lead level";
        if (leg.designated && leg.role != LegRole::lead) return "a designated helper";
        if (leg.designated && leg.state == LegState::returned) return "a designated leg returned";
        for (std::size_t j = 0; j < i; ++j) {
            const bool both_live = is_live(leg) && is_live(state.legs[j]);
            if (both_live && state.legs[j].unit == leg.unit) return "a unit with two live legs";
        }
        if (!leg.parent) continue;
        const Leg* parent = find_leg(state, *leg.parent);
        if (parent == nullptr || parent->level + 1 != leg.level) return "level";
        if (is_live(leg) && !is_live(*parent)) return "a live leg below an ended one";
    }
    return fault_in_petitions(state);
}

// Half-open, to the second, in order and apart.
inline std::string fault_in_pauses(const std::vector<Pause>& pauses) {
    for (std::size_t i = 0; i < pauses.size(); ++i) {
        const Pause& pause = pauses[i];
        if (pause.from >= pause.to) return "an empty pause";
        for (const Instant edge : {pause.from, pause.to})
            if (edge != std::chrono::floor<std::chrono::seconds>(edge)) return "pause seconds";
        if (i > 0 && pauses[i - 1].to > pause.from) return "pauses overlap";
        if (pause.code.empty()) return "a pause without its reason";
    }
    return {};
}

inline std::string fault_in_steps(const Clock& clock) {
    const auto reached = static_cast<std::size_t>(clock.steps_reached);
    if (clock.steps_reached < 0 || reached > clock.steps.size()) return "steps_reached";
    const auto open = clock.steps.begin() + clock.steps_reached;
    const auto later = [](const ClockStep& a, const ClockStep& b) {
        return std::tie(a.at, a.kind) < std::tie(b.at, b.kind);
    };
    if (!std::is_sorted(open, clock.steps.end(), later)) return "step order";
    if (std::adjacent_find(open, clock.steps.end()) != clock.steps.end()) return "a step twice";
    const bool is_window = clock.kind == MilestoneKind::return_window;
    const auto count = [&](auto from, StepKind kind) {
        return std::count_if(from, clock.steps.end(),
                             [kind](const ClockStep& step) { return step.kind == kind; });
    };
    const auto all = clock.steps.begin();
    if (count(all, StepKind::overdue) != (is_window ? 0 : 1)) return "overdue step";
    if (count(all, StepKind::deem_accepted) != (is_window ? 1 : 0)) return "acceptance step";
    for (const auto& [kind, flag] : {std::pair{StepKind::warn_yellow, clock.yellow},
                                     std::pair{StepKind::warn_red, clock.red}}) {
        if (flag != (count(all, kind) != count(open, kind))) return "a light";
    }
    if (count(all, StepKind::overdue) != count(open, StepKind::overdue) && !clock.overdue)
        return "the overdue step without the overdue";
    return {};
}

inline std::string fault_in_running(const TicketState& state, const Clock& clock) {
    const Leg* leg = clock.leg ? find_leg(state, *clock.leg) : nullptr;
    if (clock.leg && (leg == nullptr || !is_live(*leg))) return "a clock of an ended leg";
    if (leg && leg->state == LegState::replied) return "a leg's clock after its reply";
    if (leg && clock.kind == MilestoneKind::receive && leg->received_at)
        return "a receive clock after receipt";
    if (leg && clock.kind == MilestoneKind::return_window && leg->accepted_at)
        return "a return window after the acceptance";
    const bool is_of_caller = clock.kind == MilestoneKind::caller_reply;
    if (is_of_caller != (state.stage == Stage::merged)) return "a clock of the wrong stage";
    if (!clock.leg && is_over(state.stage) && !is_of_caller) return "a clock of an ended ticket";
    return {};
}

inline std::string fault_in_clocks(const TicketState& state) {
    bool any_overdue = false;
    std::map<std::pair<int, MilestoneKind>, int> running;
    for (std::size_t i = 0; i < state.clocks.size(); ++i) {
        const Clock& clock = state.clocks[i];
        if (clock.id.value != static_cast<int>(i) + 1) return "clock id";
        any_overdue = any_overdue || clock.overdue;
        if (clock.stopped_at.has_value() == (clock.state == ClockState::running))
            return "stopped_at";
        if (clock.overdue && clock.kind == MilestoneKind::return_window)
            return "an overdue return window";
        if (clock.correction && !clock.overdue) return "a correction of no overdue";
        std::string fault = fault_in_steps(clock);
        if (fault.empty()) fault = fault_in_pauses(clock.derivation.pauses);
        if (fault.empty() && clock.state == ClockState::running) {
            fault = fault_in_running(state, clock);
            if (++running[{clock.leg ? clock.leg->value : 0, clock.kind}] > 1)
                return "two running clocks of one kind";
        }
        if (!fault.empty()) return fault;
    }
    return any_overdue == state.overdue ? "" : "the ticket's overdue";
}

inline std::string fault_in_notices(const TicketState& state) {
    for (std::size_t i = 0; i < state.notices.size(); ++i) {
        const Notice& notice = state.notices[i];
        if (notice.id.value != static_cast<int>(i) + 1) return "notice id";
        const Clock* clock = find_clock(state, notice.clock);
        if (clock == nullptr || clock->leg != notice.leg) return "a notice of no clock";
        if (notice.done_at && (*notice.done_at < notice.at || notice.note.empty()))
            return "a notice done";
    }
    return {};
}

// Every due instant follows from its derivation on its own calendar version, and no sub-dispatched
// leg has more time than the leg above it.
inline std::string fault_in_counts(const TicketState& state, const PolicyBook& book) {
    for (const Clock& clock : state.clocks) {
        const auto* calendar = book.find_calendar(clock.calendar_id, clock.calendar_version);
        if (calendar == nullptr) return "an unknown calendar";
        const Policy* policy = book.find(clock.policy_id, clock.policy_version);
        if (policy == nullptr) return "an unknown policy";
        const CountedInstant due = due_of(clock.derivation, *calendar, clock.started_at);
        if (due != CountedInstant{clock.due_at, clock.guessed}) return "due_at";
        std::string why;
        const auto parsed = parse_time_limit(text_of(clock.derivation.limit), why);
        if (parsed != clock.derivation.limit) return "a limit without a text: " + why;
        const Leg* leg = clock.leg ? find_leg(state, *clock.leg) : nullptr;
        const bool is_capped = clock.kind == MilestoneKind::resolve && leg && leg->parent &&
                               clock.state == ClockState::running && !policy->child_may_exceed;
        const Clock* above = is_capped ? resolve_clock(state, *leg->parent) : nullptr;
        if (above == nullptr || clock.id < above->id) continue;
        if (clock.due_at > std::max(above->due_at, clock.started_at)) return "past its parent";
    }
    return {};
}

// Why each clock moved, by its id.
inline std::map<ClockId, std::set<MoveCause>> moves_of(const std::vector<Event>& events) {
    std::map<ClockId, std::set<MoveCause>> moves;
    for (const Event& event : events)
        if (const auto* move = std::get_if<ClockMoved>(&event))
            moves[move->clock].insert(move->cause);
    return moves;
}

inline std::string fault_of_clock_between(const Clock& before, const Clock& after,
                                          const std::set<MoveCause>& moves) {
    if (before.overdue && !after.overdue) return "a clock's overdue cleared";
    if (before.correction && !after.correction) return "a correction cleared";
    const bool may_shrink = moves.count(MoveCause::resumed) || moves.count(MoveCause::recounted);
    if (after.due_at < before.due_at && !may_shrink) return "a limit shortened";
    if (after.due_at != before.due_at && moves.empty()) return "a limit moved without an event";
    if (after.steps_reached < before.steps_reached && moves.empty()) return "steps taken back";
    if (moves.count(MoveCause::return_rejected) && !before.leg)
        return "the ticket's clock stopped for a return";
    if (before.started_at != after.started_at || before.kind != after.kind ||
        before.leg != after.leg)
        return "a clock's identity";
    return {};
}

inline std::string fault_between(const TicketState& before, const TicketState& after,
                                 const std::vector<Event>& events) {
    if (before.overdue && !after.overdue) return "overdue cleared";
    auto moves = moves_of(events);
    for (std::size_t i = 0; i < before.clocks.size(); ++i) {
        const Clock& clock = before.clocks[i];
        std::string fault = fault_of_clock_between(clock, after.clocks[i], moves[clock.id]);
        if (!fault.empty()) return fault;
    }
    if (before.first_visit && after.first_visit != before.first_visit) return "first visit changed";
    return {};
}

}  // namespace hotline::test
