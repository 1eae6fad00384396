// Clocks (时限节点): what starts, stops, resumes and moves them, and the steps they reach.
//
// Clocks run from dispatch, not from the click on 签收, and a ticket's own clock runs on while
// units pass the ticket round: that the time did not run until the unit clicked is citizens' and
// cities' complaint.
#include "ticketing/rules/draft.hpp"
#include "ticketing/rules/refusals.hpp"

#include <algorithm>
#include <utility>

namespace hotline {
namespace {

bool is_one_of(MilestoneKind kind, std::initializer_list<MilestoneKind> kinds) {
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

const MilestoneRule* rule_of(const Policy& policy, MilestoneKind kind) {
    for (const MilestoneRule& rule : policy.milestones) {
        if (rule.kind == kind) return &rule;
    }
    return nullptr;
}

// The due instant that a sub-dispatched leg's own limit may not pass: that of its parent leg's
// running resolve clock. Empty for legs of the hotline's own dispatch: an assisting unit added late
// gets its full limit, because the lead's limit is the lead's to extend.
std::optional<Instant> parent_due(const TicketState& state, std::optional<LegId> id) {
    const Leg* leg = id ? find_leg(state, *id) : nullptr;
    if (leg == nullptr || !leg->parent) return std::nullopt;
    const Clock* clock = resolve_clock(state, *leg->parent);
    if (clock == nullptr) return std::nullopt;
    return clock->due_at;
}

void start_clock(Draft& draft, const MilestoneRule& rule, std::optional<LegId> leg, Instant start) {
    CountedInstant due = due_of(rule, *draft.calendar(), start);
    if (is_one_of(rule.kind, {MilestoneKind::resolve, MilestoneKind::reply})) {
        const auto cap = parent_due(draft.state(), leg);
        if (cap) due.at = std::min(due.at, *cap);
    }
    ClockStarted started;
    started.clock = draft.next_clock();
    started.kind = rule.kind;
    started.leg = leg;
    started.started_at = start;
    started.due_at = due.at;
    started.guessed = due.guessed;
    started.policy_version = draft.policy()->version;
    started.calendar_version = draft.calendar()->version();
    started.steps = steps_of(rule, *draft.calendar(), start, due.at);
    draft.emit(std::move(started));
}

// Stops every running clock that `chosen` picks. Emitting changes the clocks, so the ids come
// first.
template <class Chosen>
void stop_clocks(Draft& draft, ClockState state, Chosen chosen) {
    std::vector<ClockId> ids;
    for (const Clock& clock : draft.state().clocks) {
        if (clock.state == ClockState::running && chosen(clock)) ids.push_back(clock.id);
    }
    for (const ClockId id : ids)
        draft.emit(ClockStopped{id, state, draft.now()});
}

// The clocks that a leg's deeds stop: its own and, if it leads, those of the whole ticket.
bool is_clock_of(const Clock& clock, const Leg& leg) {
    return clock.leg ? *clock.leg == leg.id : leg.role == LegRole::lead;
}

std::vector<ClockStep> open_steps(const Clock& clock) {
    return {clock.steps.begin() + clock.steps_reached, clock.steps.end()};
}

bool was_reached(const Clock& clock, StepKind kind) {
    const auto end = clock.steps.begin() + clock.steps_reached;
    return std::any_of(clock.steps.begin(), end,
                       [kind](const ClockStep& step) { return step.kind == kind; });
}

}  // namespace

void start_clocks(Draft& draft, StartEvent event, std::optional<LegId> leg, Instant start) {
    for (const MilestoneRule& rule : draft.policy()->milestones) {
        // Only an ordered redo starts the redo clock, whatever its rule's `start` says.
        if (rule.start != event || rule.kind == MilestoneKind::redo) continue;
        start_clock(draft, rule, leg, start);
    }
}

// A redo gets a fresh limit and never erases the first overdue: the earlier clocks stay as they
// ended.
void start_redo_clock(Draft& draft, LegId leg) {
    const MilestoneRule* rule = rule_of(*draft.policy(), MilestoneKind::redo);
    if (rule == nullptr) rule = rule_of(*draft.policy(), MilestoneKind::resolve);
    if (rule != nullptr) start_clock(draft, *rule, leg, draft.now());
}

void meet_clocks(Draft& draft, LegId leg, std::initializer_list<MilestoneKind> kinds) {
    const Leg& owner = *find_leg(draft.state(), leg);
    const LegRole role = owner.role;
    stop_clocks(draft, ClockState::met, [&](const Clock& clock) {
        return is_one_of(clock.kind, kinds) &&
               (clock.leg ? *clock.leg == leg : role == LegRole::lead);
    });
}

void meet_ticket_clocks(Draft& draft, std::initializer_list<MilestoneKind> kinds) {
    stop_clocks(draft, ClockState::met,
                [&](const Clock& clock) { return !clock.leg && is_one_of(clock.kind, kinds); });
}

void cancel_leg_clocks(Draft& draft, LegId leg) {
    stop_clocks(draft, ClockState::cancelled,
                [&](const Clock& clock) { return clock.leg && *clock.leg == leg; });
}

void cancel_all_clocks(Draft& draft) {
    stop_clocks(draft, ClockState::cancelled, [](const Clock&) { return true; });
}

void resume_clocks(Draft& draft, LegId id) {
    const Leg leg = *find_leg(draft.state(), id);
    std::vector<Clock> resumed;
    bool has_resolve = false;
    // Newest first: after a redo the leg has older resolve clocks, which stay as they ended.
    const auto& clocks = draft.state().clocks;
    for (auto clock = clocks.rbegin(); clock != clocks.rend(); ++clock) {
        const bool is_resolve =
            is_one_of(clock->kind, {MilestoneKind::resolve, MilestoneKind::redo});
        const bool stops_at_reply =
            is_resolve || is_one_of(clock->kind, {MilestoneKind::reply, MilestoneKind::plan});
        if (!stops_at_reply || !is_clock_of(*clock, leg)) continue;
        if (clock->state != ClockState::met || clock->stopped_at != leg.replied_at) continue;
        if (is_resolve && clock->leg && std::exchange(has_resolve, true)) continue;
        resumed.push_back(*clock);
    }
    for (auto clock = resumed.rbegin(); clock != resumed.rend(); ++clock) {
        ClockStarted again;
        again.clock = clock->id;
        again.kind = clock->kind;
        again.leg = clock->leg;
        again.started_at = clock->started_at;
        again.due_at = clock->due_at;
        again.guessed = clock->guessed;
        again.policy_version = clock->policy_version;
        again.calendar_version = clock->calendar_version;
        again.steps = open_steps(*clock);
        draft.emit(std::move(again));
    }
}

const Clock* resolve_clock(const TicketState& state, LegId id) {
    const Leg* leg = find_leg(state, id);
    const Clock* of_ticket = nullptr;
    for (const Clock& clock : state.clocks) {
        if (clock.state != ClockState::running) continue;
        if (!is_one_of(clock.kind, {MilestoneKind::resolve, MilestoneKind::redo})) continue;
        if (clock.leg == id) return &clock;
        if (!clock.leg && leg->role == LegRole::lead) of_ticket = &clock;
    }
    return of_ticket;
}

// Counted by the Civil Code after the old due day, whatever the limit's own unit: extensions are
// granted in working days everywhere. The steps are placed anew; a step already reached stays
// reached, except that a yellow or red warning whose new place lies ahead is taken back and will
// come again. Overdue stays.
Result<ClockMoved> extended(const Draft& draft, const Clock& clock, std::int32_t working_days) {
    CountedInstant due = draft.calendar()->add_working_days_civil(clock.due_at, working_days);
    const auto cap = parent_due(draft.state(), clock.leg);
    if (cap) due.at = std::min(due.at, *cap);
    if (due.at <= clock.due_at) {
        return refuse(refusals::beyond_parent_due,
                      "the parent assignment's limit leaves no more time; extend that first");
    }
    ClockMoved moved{clock.id, due.at, clock.guessed || due.guessed, {}};
    MilestoneRule bare;  // for a clock whose rule is gone from the policy: the limit, no warnings
    const MilestoneRule* rule = rule_of(*draft.policy(), clock.kind);
    if (rule == nullptr) rule = &bare;
    for (const ClockStep& step : steps_of(*rule, *draft.calendar(), clock.started_at, due.at)) {
        const bool stays_reached = step.kind == StepKind::overdue || step.at <= draft.now();
        if (was_reached(clock, step.kind) && stays_reached) continue;
        moved.steps.push_back(step);
    }
    return moved;
}

Verdict decide_on(Draft& draft, const ReachStep& command) {
    const Clock* clock = find_clock(draft.state(), command.clock);
    if (clock == nullptr) return refuse(refusals::clock_not_found, "no such milestone");
    if (clock->state != ClockState::running) {
        return refuse(refusals::clock_not_running, "the milestone was met or cancelled");
    }
    const auto next = next_step(*clock);
    if (!next || next->kind != command.step) {
        return refuse(refusals::step_not_next, "the step was reached before or is not next");
    }
    if (draft.now() < next->at) {
        return refuse(refusals::step_not_due, "the step's time has not come");
    }
    if (auto no = check_note(command.told, "/told", false)) return no;
    draft.emit(StepReached{command.clock, command.step, draft.now(), command.told});
    return std::nullopt;
}

}  // namespace hotline
