// Counting a ticket's clocks again on another calendar or policy version: for a holiday that is
// changed while it is running, a typhoon's stop of work, a rule that was amended.
#include "ticketing/rules/draft.hpp"
#include "ticketing/rules/refusals.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace hotline {
namespace {

bool is_resolve(const Clock& clock) {
    return clock.kind == MilestoneKind::resolve || clock.kind == MilestoneKind::redo;
}

// Whichever of the two windows `current` was becomes that of the other version.
TimeLimit adopted_window(const TimeLimit& current, const ReturnRule& from, const ReturnRule& to) {
    if (current == from.window && to.window) return *to.window;
    if (current == from.window_complex && to.window_complex) return *to.window_complex;
    return current;
}

// The limit that the policy version `to` gives a clock of `from`; a new total that an extension
// granted stays.
TimeLimit adopted_limit(const Draft& draft, const Clock& clock, const TimeLimit& current,
                        const Policy& from, const Policy& to) {
    if (clock.kind == MilestoneKind::return_window) {
        return adopted_window(current, from.returning, to.returning);
    }
    const MilestoneRule* old_rule = rule_of_clock(from, clock);
    const MilestoneRule* new_rule = rule_of_clock(to, clock);
    if (old_rule == nullptr || new_rule == nullptr) return current;
    const std::string& item = draft.state().request.item;
    if (current != limit_of(from, *old_rule, item)) return current;
    return limit_of(to, *new_rule, item);
}

bool same_steps(const Clock& clock, const ClockMoved& move) {
    return clock.steps == move.steps && clock.steps_reached == move.steps_reached;
}

// The resolve clock of the parent leg (of the ticket, for a lead without its own) that ran when
// this one was started; nullptr if none did. It may have ended since.
const Clock* clock_above(const TicketState& state, const Clock& clock) {
    const Leg* leg = clock.leg ? find_leg(state, *clock.leg) : nullptr;
    const Leg* parent = leg != nullptr && leg->parent ? find_leg(state, *leg->parent) : nullptr;
    if (parent == nullptr) return nullptr;
    const Clock* found = nullptr;
    for (const Clock& other : state.clocks) {
        const bool is_parents = other.leg == parent->id;
        const bool is_tickets = !other.leg && parent->role == LegRole::lead;
        if (!is_resolve(other) || (!is_parents && !is_tickets)) continue;
        const bool ran =
            other.id < clock.id && (!other.stopped_at || *other.stopped_at >= clock.started_at);
        if (ran && (found == nullptr || is_parents || !found->leg)) found = &other;
    }
    return found;
}

// As if no extension had been granted.
Derivation without_extension(const Draft& draft, const Clock& clock, const Policy& policy,
                             Derivation derivation) {
    derivation.extended_working_days = 0;
    if (const MilestoneRule* rule = rule_of_clock(policy, clock)) {
        derivation.limit = limit_of(policy, *rule, draft.state().request.item);
    }
    return derivation;
}

// Whether the overdue was decided for the due instant that the clock has: an extension granted
// after it moves the limit and leaves the overdue, and a recount does not excuse that either.
bool is_of_this_due(const Clock& clock) {
    const auto end = clock.steps.begin() + clock.steps_reached;
    const auto missed = std::find_if(clock.steps.begin(), end, [](const ClockStep& step) {
        return step.kind == StepKind::overdue;
    });
    return missed == end || missed->at > clock.due_at;
}

// One Recount: the clocks as they were, and where each would be due now.
class Recounting {
  public:
    Recounting(Draft& draft, const Recount& command)
        : draft_(draft), command_(command), clocks_(draft.state().clocks) {}

    // Parents come before their children in the list of clocks, so a child is capped by where its
    // parent is due now.
    void run() {
        for (const Clock& clock : clocks_)
            count(clock);
    }

  private:
    // Clocks that ended are counted for what they may have to be corrected by, their own overdue or
    // that of the legs below.
    void count(const Clock& clock) {
        const bool is_running = clock.state == ClockState::running;
        if (!is_running && !clock.overdue && !is_resolve(clock)) return;
        const Policy* policy = policy_of(draft_, clock);
        if (policy == nullptr) return;
        Derivation derivation = derivation_of(draft_, clock, *policy);
        const Policy* target = adopted(clock);
        const bool is_adopted = target != nullptr && target != policy;
        if (is_adopted) {
            derivation.limit = adopted_limit(draft_, clock, derivation.limit, *policy, *target);
            policy = target;
        }
        const bool follows = cap(derivation, clock, *policy, is_adopted);
        const WorkCalendar& calendar = draft_.calendar_of(*policy);
        const Instant due = due_of(derivation, calendar, clock.started_at).at;
        note(clock, *policy, calendar, derivation, due);
        // What was on time stays on time, what was late is corrected where it would not have been.
        const Instant until = is_running ? draft_.now() + Millis{1} : *clock.stopped_at;
        const bool is_excused = clock.overdue && is_of_this_due(clock) && until <= due;
        if (is_excused) correct_overdue(draft_, clock.id, due, command_.reason);
        if (!is_running) return;
        ClockMoved move = moved(draft_, *find_clock(draft_.state(), clock.id), *policy, calendar,
                                derivation, MoveCause::recounted);
        const bool moves = move.due_at != clock.due_at || !same_steps(clock, move);
        if (moves || (follows && derivation.cap != clock.derivation.cap)) draft_.emit(move);
    }

    const Policy* adopted(const Clock& clock) const {
        if (!command_.adopt_policies) return nullptr;
        return draft_.context().policies->current(clock.policy_id, draft_.state().received_at);
    }

    struct Counted {
        Instant due;
        Instant unextended;
    };

    void note(const Clock& clock, const Policy& policy, const WorkCalendar& calendar,
              const Derivation& derivation, Instant due) {
        if (!is_resolve(clock)) return;
        const Derivation plain = without_extension(draft_, clock, policy, derivation);
        counted_[clock.id] = {due, due_of(plain, calendar, clock.started_at).at};
    }

    // Where the clock above, as it `was`, caps this one now. What it was granted since it set the
    // cap is not its children's.
    Instant parent_cap(const Clock& clock, const Clock& was) const {
        const auto found = counted_.find(was.id);
        const Counted now =
            found != counted_.end() ? found->second : Counted{was.due_at, was.due_at};
        const Derivation& before = clock.derivation;
        if (before.cap_reason != CapReason::parent) return now.due;
        const auto set_it = [&](Instant due) {
            return *before.cap == std::max(due, clock.started_at);
        };
        if (set_it(was.due_at)) return now.due;
        const Policy* policy = policy_of(draft_, was);
        const WorkCalendar* calendar =
            draft_.context().policies->find_calendar(was.calendar_id, was.calendar_version);
        if (policy != nullptr && calendar != nullptr) {
            const Derivation plain = without_extension(draft_, was, *policy, was.derivation);
            if (set_it(due_of(plain, *calendar, was.started_at).at)) return now.unextended;
        }
        return std::min(*before.cap, now.due);
    }

    // A cap follows what it came from, except that a unit that is still at work gains and loses
    // nothing by the clock of a unit above it that has ended. True when it followed a clock above
    // that this count moved.
    bool cap(Derivation& derivation, const Clock& clock, const Policy& policy,
             bool is_adopted) const {
        const Derivation before = derivation;
        const bool may_be_capped = is_adopted || before.cap_reason != CapReason::none;
        const Clock* above = may_be_capped ? clock_above(draft_.state(), clock) : nullptr;
        std::optional<Instant> parent;
        bool follows = false;
        if (above != nullptr) {
            const Clock& was = clocks_[static_cast<std::size_t>(above->id.value) - 1];
            const bool is_above_over =
                clock.state == ClockState::running && above->state != ClockState::running;
            if (!is_above_over)
                parent = parent_cap(clock, was);
            else if (before.cap_reason == CapReason::parent)
                parent = before.cap;
            follows = above->due_at != was.due_at;
        }
        set_cap(derivation, draft_, policy, clock.kind, clock.started_at, parent);
        // The first round's external deadline, when a redo has followed.
        const bool was_external = before.cap_reason == CapReason::external &&
                                  draft_.state().redo_count > 0 && before.cap &&
                                  (!derivation.cap || *before.cap < *derivation.cap);
        if (!was_external) return follows;
        derivation.cap = before.cap;
        derivation.cap_reason = before.cap_reason;
        return follows;
    }

    Draft& draft_;
    const Recount& command_;
    const std::vector<Clock> clocks_;
    std::map<ClockId, Counted> counted_;  // of the resolve clocks, which cap others
};

}  // namespace

// Decisions already taken are not rewritten: an overdue that the new count would not have found
// gets a correction beside it.
Verdict decide_on(Draft& draft, const Recount& command) {
    const std::int64_t version = draft.state().version;
    Recounting(draft, command).run();
    if (draft.state().version != version) return std::nullopt;
    return refuse(refusals::no_change, "no due instant and no step moves");
}

}  // namespace hotline
