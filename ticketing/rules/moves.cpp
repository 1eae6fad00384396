// Moving the due instants of running clocks: extension (延期), suspension (挂起) and its end, a
// longer return window.
#include "ticketing/rules/draft.hpp"
#include "ticketing/rules/limits.hpp"
#include "ticketing/rules/refusals.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

namespace hotline {
namespace {

// Consequences that stand once they were drawn, wherever the due instant goes: only a correction of
// the overdue itself brings them again. Before expiry the ladder is climbed anew.
bool is_final(StepKind kind) {
    switch (kind) {
        case StepKind::notify:
        case StepKind::warn_yellow:
        case StepKind::urge:
        case StepKind::warn_red:
            return false;
        case StepKind::overdue:
        case StepKind::auto_receive:
        case StepKind::deem_accepted:
        case StepKind::start_visit:
        case StepKind::tell_duty:
        case StepKind::written_notice:
        case StepKind::supervise:
        case StepKind::raise:
            return true;
    }
    return true;
}

// The kinds of clocks that wait for the unit's work, which a pause stops. Receiving and the first
// contact need no outside help.
bool waits_for_work(MilestoneKind kind) {
    return kind == MilestoneKind::plan || kind == MilestoneKind::reply ||
           kind == MilestoneKind::resolve || kind == MilestoneKind::redo;
}

std::vector<StepRule> rules_of_steps(const Policy& policy, const Clock& clock) {
    const MilestoneRule* rule = rule_of_clock(policy, clock);
    return rule != nullptr ? rule->steps : std::vector<StepRule>{};
}

Instant to_the_second(Instant at) {
    return std::chrono::floor<std::chrono::seconds>(at);
}

// A clock keeps the calendar version it was counted on until it is counted again.
const WorkCalendar& calendar_of(const Draft& draft, const Policy& policy, const Clock& clock) {
    const WorkCalendar* own =
        draft.context().policies->find_calendar(clock.calendar_id, clock.calendar_version);
    return own != nullptr ? *own : draft.calendar_of(policy);
}

// The clocks of a leg that a pause stops, and with them the ticket's own when its lead is suspended
// and the policy says so. The review of a return never stops the citizen's.
std::vector<Clock> pausable(const Draft& draft, const Leg& leg, MoveCause cause) {
    const Policy* policy = draft.policy_of(leg.id);
    const bool with_ticket = policy != nullptr && policy->pause.stops_ticket &&
                             leg.role == LegRole::lead && cause != MoveCause::return_rejected;
    std::vector<Clock> found;
    for (const Clock& clock : draft.state().clocks) {
        if (clock.state != ClockState::running || !waits_for_work(clock.kind)) continue;
        if (clock.leg ? *clock.leg == leg.id : with_ticket) found.push_back(clock);
    }
    return found;
}

// The running clock of the leg above, if it ran when this one was started.
const Clock* running_clock_above(const TicketState& state, const Clock& clock) {
    const Leg* leg = clock.leg ? find_leg(state, *clock.leg) : nullptr;
    if (leg == nullptr || !leg->parent) return nullptr;
    const Clock* above = resolve_clock(state, *leg->parent);
    return above != nullptr && above->id < clock.id ? above : nullptr;
}

// `change` gets the clock's derivation to change.
template <class Change>
void emit_move(Draft& draft, const Clock& clock, MoveCause cause, Change change) {
    const Policy* policy = policy_of(draft, clock);
    if (policy == nullptr) return;
    Derivation derivation = derivation_of(draft, clock, *policy);
    change(derivation, *policy);
    if (derivation == clock.derivation) return;
    // The leg above may have come to end earlier without moving this clock.
    const Clock* above = running_clock_above(draft.state(), clock);
    if (above != nullptr && derivation.cap_reason == CapReason::parent) {
        derivation.cap = std::min(*derivation.cap, std::max(above->due_at, clock.started_at));
    }
    const Clock& current = *find_clock(draft.state(), clock.id);  // `change` may have corrected it
    draft.emit(moved(draft, current, *policy, calendar_of(draft, *policy, clock),
                     std::move(derivation), cause));
}

// A limit above that ends earlier than before takes those below it along.
void emit_cuts_below(Draft& draft, MoveCause cause) {
    const std::vector<Clock> clocks = draft.state().clocks;
    for (const Clock& clock : clocks) {
        const Clock* above = running_clock_above(draft.state(), clock);
        if (above == nullptr || clock.state != ClockState::running) continue;
        const Instant latest = std::max(above->due_at, clock.started_at);
        if (clock.due_at <= latest) continue;
        emit_move(draft, clock, cause, [&](Derivation& derivation, const Policy& policy) {
            set_cap(derivation, draft, policy, clock.kind, clock.started_at, latest);
        });
    }
}

// The extension rule is that of the assignment, whatever version its clock was counted by since.
const ExtensionRule& extension_rule(const Draft& draft, const Clock& clock, const Policy& policy) {
    const Leg* lead = clock.leg ? nullptr : live_lead(draft.state());
    const Policy* own = draft.policy_of(lead != nullptr ? lead->id : clock.leg);
    return own != nullptr ? own->extension : policy.extension;
}

}  // namespace

const MilestoneRule* rule_of_clock(const Policy& policy, const Clock& clock) {
    const MilestoneRule* own = rule_of(policy, clock.kind, !clock.leg);
    return own != nullptr || !clock.leg ? own : rule_of(policy, clock.kind, true);
}

const Policy* policy_of(const Draft& draft, const Clock& clock) {
    const Policy* own = draft.context().policies->find(clock.policy_id, clock.policy_version);
    return own != nullptr ? own : draft.policy_of(clock.leg);
}

Derivation derivation_of(const Draft& draft, const Clock& clock, const Policy& policy) {
    Derivation derivation = clock.derivation;
    const bool is_known = derivation.limit != TimeLimit{};
    const MilestoneRule* rule = rule_of_clock(policy, clock);
    if (is_known || rule == nullptr) return derivation;
    derivation.limit = limit_of(policy, *rule, draft.state().request.item);
    for (const Petition& petition : draft.state().petitions) {
        // Not the one that is being granted just now.
        const bool is_granted =
            petition.kind == PetitionKind::extend && petition.state == PetitionState::approved &&
            *petition.decided_at < draft.now() && (!clock.leg || petition.leg == *clock.leg);
        if (is_granted && petition.asked_at >= clock.started_at) {
            derivation.extended_working_days += petition.working_days;
        }
    }
    return derivation;
}

// A reached step stays reached when it is final or its new place lies in the past; otherwise it is
// taken back and will come again. When the overdue was corrected away, the whole ladder stands
// ready again. Resuming early puts back what the suspension had taken.
ClockMoved moved(const Draft& draft, const Clock& clock, const Policy& policy,
                 const WorkCalendar& calendar, Derivation derivation, MoveCause cause) {
    const CountedInstant due = due_of(derivation, calendar, clock.started_at);
    std::map<StepKind, std::vector<ClockStep>> reached;
    for (std::int32_t i = 0; i < clock.steps_reached; ++i)
        reached[clock.steps[static_cast<std::size_t>(i)].kind].push_back(
            clock.steps[static_cast<std::size_t>(i)]);
    const bool is_fresh = clock.overdue && !counts_overdue(clock);
    const auto first_open = clock.steps.begin() + clock.steps_reached;
    const auto was_taken = [&](const ClockStep& step) {
        return cause == MoveCause::resumed && !clock.derivation.pauses.empty() &&
               to_the_second(step.at) <= clock.derivation.pauses.back().from &&
               !is_final(step.kind) &&
               std::find(first_open, clock.steps.end(), step) == clock.steps.end();
    };

    std::vector<ClockStep> stay;
    std::vector<ClockStep> open;
    std::map<StepKind, std::size_t> seen;
    for (const ClockStep& step : steps_of(rules_of_steps(policy, clock), clock.kind, calendar,
                                          clock.started_at, due.at, derivation.pauses)) {
        const auto& done = reached[step.kind];
        const std::size_t nth = seen[step.kind]++;
        const bool stays =
            nth < done.size() && (step.at <= draft.now() || (is_final(step.kind) && !is_fresh));
        if (stays) {
            // An overdue that both counts find is one of the new due instant from now on.
            const bool is_found_again = cause == MoveCause::recounted && step.at <= draft.now() &&
                                        step.kind == StepKind::overdue &&
                                        (done[nth].at > clock.due_at || done[nth].at >= step.at);
            stay.push_back(is_found_again ? step : done[nth]);
        } else if (was_taken(step)) {
            stay.push_back(step);
        } else {
            open.push_back(step);
        }
    }
    std::sort(stay.begin(), stay.end(), [](const ClockStep& a, const ClockStep& b) {
        return std::pair(a.at, a.kind) < std::pair(b.at, b.kind);
    });

    ClockMoved move;
    move.clock = clock.id;
    move.cause = cause;
    move.at = draft.now();
    move.due_at = due.at;
    move.guessed = due.guessed;
    move.policy_version = policy.version;
    move.calendar_id = calendar.id();
    move.calendar_version = calendar.version();
    move.derivation = std::move(derivation);
    move.steps_reached = static_cast<std::int32_t>(stay.size());
    move.steps = std::move(stay);
    move.steps.insert(move.steps.end(), open.begin(), open.end());
    return move;
}

// An increment is counted by the Civil Code after the old due day, whatever the limit's own unit:
// extensions are granted in working days everywhere. A new total replaces the limit.
Result<ClockMoved> extended(const Draft& draft, const Clock& clock, std::int32_t working_days) {
    const Policy& policy = *policy_of(draft, clock);
    Derivation derivation = derivation_of(draft, clock, policy);
    if (extension_rule(draft, clock, policy).mode == ExtensionMode::total) {
        derivation.limit.unit = LimitUnit::working_days;
        derivation.limit.amount = working_days;
        derivation.limit.any_day = false;  // these two are for the same day only
        derivation.limit.cutoff_minute.reset();
    } else {
        derivation.extended_working_days += working_days;
    }
    set_cap(derivation, draft, policy, clock.leg, clock.kind, clock.started_at);
    const CapReason cap = derivation.cap_reason;
    ClockMoved move = moved(draft, clock, policy, calendar_of(draft, policy, clock),
                            std::move(derivation), MoveCause::extended);
    if (move.due_at > clock.due_at) return move;
    if (cap == CapReason::none) {
        return refuse(refusals::out_of_range, "the new total gives no more time than before",
                      "/working_days");
    }
    return refuse(refusals::beyond_parent_due,
                  cap == CapReason::parent
                      ? "the parent assignment's limit leaves no more time; extend that first"
                      : "the external deadline leaves no more time");
}

bool can_suspend(const Draft& draft, LegId id) {
    return !pausable(draft, *find_leg(draft.state(), id), MoveCause::suspended).empty();
}

void emit_pause(Draft& draft, LegId id, const Pause& pause, MoveCause cause) {
    const Pause whole{to_the_second(pause.from), to_the_second(pause.to), pause.code};
    if (whole.from >= whole.to) return;
    for (const Clock& clock : pausable(draft, *find_leg(draft.state(), id), cause)) {
        emit_move(draft, clock, cause, [&](Derivation& derivation, const Policy& policy) {
            std::vector<Pause>& pauses = derivation.pauses;
            Pause own = whole;
            own.from = std::max(own.from, to_the_second(clock.started_at));
            if (!pauses.empty()) own.from = std::max(own.from, pauses.back().to);
            if (own.from < own.to && pauses.size() < limits::pauses_max) pauses.push_back(own);
            if (cause != MoveCause::return_rejected || !clock.overdue) return;
            const WorkCalendar& calendar = calendar_of(draft, policy, clock);
            const Instant due = due_of(derivation, calendar, clock.started_at).at;
            if (due > draft.now()) correct_overdue(draft, clock.id, due, "退单审核时间不计入");
        });
    }
}

bool is_suspended(const Draft& draft, LegId id) {
    const Leg& leg = *find_leg(draft.state(), id);
    for (const Clock& clock : pausable(draft, leg, MoveCause::suspended)) {
        if (pause_at(clock, draft.now()) != nullptr) return true;
    }
    return false;
}

void emit_resumption(Draft& draft, LegId id) {
    const Instant now = to_the_second(draft.now());
    const Leg leg = *find_leg(draft.state(), id);
    for (const Clock& clock : pausable(draft, leg, MoveCause::resumed)) {
        if (pause_at(clock, draft.now()) == nullptr) continue;
        emit_move(draft, clock, MoveCause::resumed, [&](Derivation& derivation, const Policy&) {
            derivation.pauses.back().to = now;
            if (derivation.pauses.back().from >= now) derivation.pauses.pop_back();
        });
    }
    emit_cuts_below(draft, MoveCause::resumed);
}

void emit_longer_windows(Draft& draft) {
    const std::vector<Clock> clocks = draft.state().clocks;
    for (const Clock& clock : clocks) {
        if (clock.kind != MilestoneKind::return_window) continue;
        if (clock.state != ClockState::running) continue;
        emit_move(draft, clock, MoveCause::marked_complex,
                  [](Derivation& derivation, const Policy& policy) {
                      const auto& longer = policy.returning.window_complex;
                      if (longer) derivation.limit = *longer;
                  });
    }
}

void correct_overdue(Draft& draft, ClockId id, Instant would_be_due, const std::string& reason) {
    if (!counts_overdue(*find_clock(draft.state(), id))) return;
    draft.emit(ClockCorrected{id, {draft.now(), false, would_be_due, reason}});
}

}  // namespace hotline
