// Clocks (时限节点): what starts, stops and resumes them.
//
// Clocks run from dispatch, not from the click on 签收, and a ticket's own clock runs on while
// units pass the ticket round: that the time did not run until the unit clicked is citizens' and
// cities' complaint.
#include "ticketing/rules/draft.hpp"

#include <algorithm>
#include <utility>

namespace hotline {
namespace {

bool is_one_of(MilestoneKind kind, std::initializer_list<MilestoneKind> kinds) {
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
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

// `margin` before the external deadline: days end with their close of business.
Instant before(Instant external, const TimeLimit& margin, const WorkCalendar& calendar) {
    switch (margin.unit) {
        case LimitUnit::minutes:
        case LimitUnit::working_minutes:
            return external - std::chrono::minutes(margin.amount);
        case LimitUnit::hours:
        case LimitUnit::working_hours:
            return external - std::chrono::hours(margin.amount);
        case LimitUnit::calendar_days:
            return external - std::chrono::days(margin.amount);
        case LimitUnit::working_days:
            return calendar.close_of(
                calendar.working_day_after(calendar.day_of(external), -margin.amount));
        case LimitUnit::same_day:
            break;
    }
    return external;
}

ClockStarted started(const Draft& draft, const Policy& policy, MilestoneKind kind,
                     std::optional<LegId> leg, Instant start) {
    ClockStarted event;
    event.clock = draft.next_clock();
    event.kind = kind;
    event.leg = leg;
    event.started_at = start;
    event.policy_id = policy.id;
    event.policy_version = policy.version;
    const WorkCalendar& calendar = draft.calendar_of(policy);
    event.calendar_id = calendar.id();
    event.calendar_version = calendar.version();
    return event;
}

void start_clock(Draft& draft, const Policy& policy, const MilestoneRule& rule,
                 std::optional<LegId> leg, Instant start) {
    const WorkCalendar& calendar = draft.calendar_of(policy);
    ClockStarted event = started(draft, policy, rule.kind, leg, start);
    event.derivation.limit = limit_of(policy, rule, draft.state().request.item);
    set_cap(event.derivation, draft, policy, leg, rule.kind, start);
    const CountedInstant due = due_of(event.derivation, calendar, start);
    event.due_at = due.at;
    event.guessed = due.guessed;
    event.steps = steps_of(rule.steps, rule.kind, calendar, start, due.at);
    draft.emit(std::move(event));
}

// Nobody needs to call about a limit that is met or gone.
void drop_calls(Draft& draft, ClockId clock) {
    std::vector<NoticeId> ids;
    for (const Notice& notice : draft.state().notices) {
        const bool waits = notice.kind == NoticeKind::phone_task && !notice.done_at;
        if (waits && notice.clock == clock) ids.push_back(notice.id);
    }
    for (const NoticeId id : ids)
        draft.emit(NoticeDone{id, "时限节点已了结，无需催办", {}, draft.now()});
}

// Stops every running clock that `chosen` picks. Emitting changes the clocks, so the ids come
// first.
template <class Chosen>
void stop_clocks(Draft& draft, ClockState state, Chosen chosen) {
    std::vector<ClockId> ids;
    for (const Clock& clock : draft.state().clocks) {
        if (clock.state == ClockState::running && chosen(clock)) ids.push_back(clock.id);
    }
    for (const ClockId id : ids) {
        draft.emit(ClockStopped{id, state, draft.now()});
        drop_calls(draft, id);
    }
}

// The clocks that a leg's deeds stop: its own and, if it leads, those of the whole ticket.
bool is_clock_of(const Clock& clock, const Leg& leg) {
    return clock.leg ? *clock.leg == leg.id : leg.role == LegRole::lead;
}

std::vector<ClockStep> open_steps(const Clock& clock) {
    return {clock.steps.begin() + clock.steps_reached, clock.steps.end()};
}

// A first plan or contact during a redo starts nothing beside the redo's own limit.
bool runs_already(const TicketState& state, MilestoneKind kind, std::optional<LegId> leg) {
    return std::any_of(state.clocks.begin(), state.clocks.end(), [&](const Clock& clock) {
        const bool is_same = clock.kind == kind ||
                             (kind == MilestoneKind::resolve && clock.kind == MilestoneKind::redo);
        return is_same && clock.leg == leg && clock.state == ClockState::running;
    });
}

// Started by its own event, whatever `start` its rule names.
bool starts_apart(MilestoneKind kind) {
    return is_one_of(kind, {MilestoneKind::redo, MilestoneKind::caller_reply});
}

}  // namespace

void set_cap(Derivation& derivation, const Draft& draft, const Policy& policy,
             std::optional<LegId> leg, MilestoneKind kind, Instant start) {
    set_cap(derivation, draft, policy, kind, start, parent_due(draft.state(), leg));
}

void set_cap(Derivation& derivation, const Draft& draft, const Policy& policy, MilestoneKind kind,
             Instant start, std::optional<Instant> parent) {
    derivation.cap.reset();
    derivation.cap_reason = CapReason::none;
    if (!is_one_of(kind, {MilestoneKind::resolve, MilestoneKind::reply, MilestoneKind::redo})) {
        return;
    }
    const auto lower = [&](Instant at, CapReason reason) {
        at = std::max(at, start);
        if (derivation.cap && *derivation.cap <= at) return;
        derivation.cap = at;
        derivation.cap_reason = reason;
    };
    if (parent && !policy.child_may_exceed) lower(*parent, CapReason::parent);
    const auto& external = draft.state().request.external_due_at;
    // A redo, also one by the resolve rule, comes after the external deadline was answered for.
    const bool is_first = kind == MilestoneKind::resolve && draft.state().redo_count == 0;
    if (external && policy.external_margin && is_first) {
        lower(before(*external, *policy.external_margin, draft.calendar_of(policy)),
              CapReason::external);
    }
}

void start_clocks(Draft& draft, StartEvent event, std::optional<LegId> leg, Instant start) {
    const Policy& policy = *draft.policy_of(leg);
    for (const MilestoneRule& rule : policy.milestones) {
        if (rule.start != event || starts_apart(rule.kind)) continue;
        if (runs_already(draft.state(), rule.kind, leg)) continue;
        start_clock(draft, policy, rule, leg, start);
    }
}

void start_ticket_clock(Draft& draft, MilestoneKind kind, Instant start) {
    const MilestoneRule* rule = rule_of(*draft.policy(), kind, true);
    if (rule == nullptr) return;
    for (const Clock& clock : draft.state().clocks) {
        if (clock.kind == kind && !clock.leg && clock.state == ClockState::running) return;
    }
    start_clock(draft, *draft.policy(), *rule, std::nullopt, start);
}

// A redo gets a fresh limit and never erases the first overdue: the earlier clocks stay as they
// ended.
void start_redo_clock(Draft& draft, LegId leg) {
    const Policy& policy = *draft.policy_of(leg);
    for (const MilestoneKind kind : {MilestoneKind::redo, MilestoneKind::resolve}) {
        for (const bool of_ticket : {false, true}) {
            const MilestoneRule* rule = rule_of(policy, kind, of_ticket);
            if (rule != nullptr) return start_clock(draft, policy, *rule, leg, draft.now());
        }
    }
}

void start_return_window(Draft& draft, LegId id) {
    const Leg& leg = *find_leg(draft.state(), id);
    const Policy& policy = *draft.policy_of(id);
    const ReturnRule& rule = policy.returning;
    if (leg.designated || !rule.deemed_acceptance || !rule.window) return;
    ClockStarted event = started(draft, policy, MilestoneKind::return_window, id, draft.now());
    const bool is_long = draft.state().complex && rule.window_complex;
    event.derivation.limit = is_long ? *rule.window_complex : *rule.window;
    const WorkCalendar& calendar = draft.calendar_of(policy);
    const CountedInstant due = due_of(event.derivation, calendar, draft.now());
    event.due_at = due.at;
    event.guessed = due.guessed;
    event.steps = steps_of({}, MilestoneKind::return_window, calendar, draft.now(), due.at);
    draft.emit(std::move(event));
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
        // What the service confirmation met stays met.
        if (is_resolve && clock->stopped_at == leg.confirmed_at) continue;
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
        again.policy_id = clock->policy_id;
        again.policy_version = clock->policy_version;
        again.calendar_id = clock->calendar_id;
        again.calendar_version = clock->calendar_version;
        again.derivation = clock->derivation;
        again.steps = open_steps(*clock);
        draft.emit(std::move(again));
    }
}

const Clock* running_clock(const TicketState& state, LegId leg, MilestoneKind kind) {
    for (const Clock& clock : state.clocks) {
        if (clock.state == ClockState::running && clock.leg == leg && clock.kind == kind) {
            return &clock;
        }
    }
    return nullptr;
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

}  // namespace hotline
