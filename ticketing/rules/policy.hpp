// Time-limit policies (时限规则) as data: which milestones a ticket gets, how long each runs, what
// happens before, at and after its end. A policy version is stamped on the ticket at birth and on
// each assignment at dispatch, so a later version never changes old work by itself.
#pragma once

#include "ticketing/rules/calendar.hpp"
#include "ticketing/rules/result.hpp"
#include "ticketing/rules/ticket.hpp"
#include "ticketing/rules/time_limit.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hotline {

// What starts a milestone's clock, and from which instant: opened counts from received_at (when the
// citizen asked) and belongs to the whole ticket; dispatched, received, contacted and planned to
// the leg; reply_accepted (visit only) and merged (caller_reply only) to the ticket. The redo clock
// is started by RedoOrdered alone, whatever `start` says; without a redo rule the resolve rule is
// used. A return_window is started by its policy's ReturnRule, never by a rule of its own.
//
// What stops it: dispatch at the lead's dispatch (or the ticket's end); receive at Received;
// contact at the first ContactRecorded, ProgressAnswered or Replied; plan at PlanSubmitted or
// Replied; reply at ProgressAnswered or Replied; resolve and redo at Replied or ServiceConfirmed;
// visit at the first Visited that reached the citizen; caller_reply at CallerAnswered;
// return_window when the unit asks for the return. A clock of the whole ticket is stopped by the
// lead leg.
enum class StartEvent {
    opened,
    dispatched,
    received,
    contacted,
    planned,
    reply_accepted,
    merged,
};

// True when a clock started so belongs to the whole ticket.
bool is_of_ticket(StartEvent start);

// A step of a clock: when it comes and what it does (StepKind). Placed by one of: working days
// relative to the due day (-1 is the opening of business of the working day before it, +1 the
// opening of the first working day after it), percent of the time between start and due (1..99),
// natural minutes relative to the due instant; all zero: on expiry. `overdue` comes by itself one
// millisecond after the due instant and is never listed.
struct StepRule {
    StepKind kind = StepKind::warn_yellow;
    std::int32_t working_days = 0;
    std::int32_t percent = 0;
    std::int32_t minutes = 0;
    friend bool operator==(const StepRule&, const StepRule&) = default;
};

struct MilestoneRule {
    MilestoneKind kind = MilestoneKind::resolve;
    StartEvent start = StartEvent::dispatched;
    TimeLimit limit;
    std::vector<StepRule> steps;
    std::string label;  // what this city calls it, such as 启动核实; empty: the kind's usual name
    friend bool operator==(const MilestoneRule&, const MilestoneRule&) = default;
};

// 5: of the items below this code the milestone has this limit instead; the longest code wins.
struct ItemLimit {
    std::string item;
    MilestoneKind kind = MilestoneKind::resolve;
    TimeLimit limit;
    friend bool operator==(const ItemLimit&, const ItemLimit&) = default;
};

enum class ExtensionMode {
    add,    // working days after the old due day
    total,  // a new total in working days from the clock's start
};
enum class ExtensionNeeds { nothing, several_units, complex };

// The k-th extension of a leg: how much at most, and who decides it.
struct ExtensionStep {
    std::int32_t max_working_days = 0;
    Role approver = Role::dispatcher;
    std::string office;  // for people: 省政府办公厅
    ExtensionNeeds needs = ExtensionNeeds::nothing;
    friend bool operator==(const ExtensionStep&, const ExtensionStep&) = default;
};

// Always asked before the limit ends, always with a reason. No step: no extension.
struct ExtensionRule {
    ExtensionMode mode = ExtensionMode::add;
    std::int32_t cap_working_days = 0;  // of all together (add) or of the total; 0: no further cap
    std::vector<ExtensionStep> steps;
    friend bool operator==(const ExtensionRule&, const ExtensionRule&) = default;
};

struct ReturnRule {
    std::optional<TimeLimit> window;          // from dispatch; empty: no limit
    std::optional<TimeLimit> window_complex;  // of complex (疑难) tickets
    bool deemed_acceptance = false;   // who lets the window pass has accepted: recorded on the leg
    std::int32_t max_dispatches = 0;  // the dispatch of this number designates; 0: never
    bool charge_time = true;  // false: a rejected return's time is a pause of the leg's clocks
    friend bool operator==(const ReturnRule&, const ReturnRule&) = default;
};

struct RedoRule {
    std::int32_t escalate_at = 0;  // the redo of this number is supervised and raised; 0: never
    friend bool operator==(const RedoRule&, const RedoRule&) = default;
};

struct PauseReason {
    std::string code;                   // "litigation"
    std::string name;                   // 涉诉
    std::int32_t max_working_days = 0;  // of one suspension; >= 1
    friend bool operator==(const PauseReason&, const PauseReason&) = default;
};
struct PauseRule {
    std::vector<PauseReason> reasons;         // none: no suspension
    std::int32_t max_total_working_days = 0;  // of a leg's life; 0: no further cap
    bool stops_ticket = false;  // also the whole ticket's own clocks (statutory exclusions)
    friend bool operator==(const PauseRule&, const PauseRule&) = default;
};

// Which tickets a policy is for. An empty list means any. `units` makes it a policy of
// assignments: it applies at dispatch, and only above the priority of the ticket's own.
struct PolicySelector {
    std::vector<Channel> channels;
    std::vector<RequestKind> kinds;
    std::vector<Urgency> urgencies;
    std::vector<CallerType> caller_types;
    std::vector<Origin> origins;
    std::vector<std::string> items;  // catalogue codes, a prefix matches its subtree
    std::vector<std::string> tags;   // one of them is enough
    std::vector<std::string> districts;
    std::vector<std::string> laws;  // law versions, as Request::law
    std::vector<UnitCode> units;
    std::vector<DaySpan> received_hours;  // local time of day
    DayClass received_on = DayClass::any;
    friend bool operator==(const PolicySelector&, const PolicySelector&) = default;
};

struct Policy {
    std::string id;        // "city-default"
    std::string version;   // "2026.1"
    std::string name;      // for people
    std::string source;    // the regulation it restates
    bool official = true;  // false: no official text was read
    bool assessed = true;  // false: an excluded class (行政执法), its clocks are not assessed
    std::int32_t priority =
        0;  // the highest matching priority wins; equal priorities are a config error
    std::string calendar_id;
    Instant effective_from{Instant::min()};  // of received_at
    Instant effective_to{Instant::max()};    // not included
    PolicySelector selector;
    std::vector<MilestoneRule> milestones;
    std::vector<ItemLimit> item_limits;
    ExtensionRule extension;
    ReturnRule returning;
    RedoRule redo;
    PauseRule pause;
    std::optional<TimeLimit> external_margin;  // empty: external deadlines are not looked at
    bool service_confirmation = false;         // 服务确认 also ends resolve and redo
    bool child_may_exceed = false;  // a sub-dispatched leg's limit is not cut to its parent's
    friend bool operator==(const Policy&, const Policy&) = default;
};

// One thing wrong with a set of policies. `policy` and `other` are places in the list; `milestone`
// is a place in policy.milestones.
struct PolicyProblem {
    std::size_t policy = 0;
    std::optional<std::size_t> other;
    std::optional<std::size_t> milestone;
    std::string what;
};

// What makes no sense, in a policy (an unreachable milestone, an extension past its cap or that
// gives no more than the limit, steps out of order, ...) or between two (both could apply to one
// ticket with the same priority, the same id and version twice). Two versions of one id do not
// contradict: the later in the list replaces the earlier from its effective_from on.
std::vector<PolicyProblem> problems_of(const std::vector<Policy>& policies);

// Everything the rules need to count time. Immutable once built; shared by pointer.
class PolicyBook {
  public:
    // The lists are in the order of publication: of two versions of one id the later is current.
    // `retired` are policies that new tickets no longer get and old ones still carry. Throws
    // std::invalid_argument for an unknown calendar, for the first of problems_of(policies), and
    // when a retired policy has the id and version of another.
    PolicyBook(std::vector<Policy> policies,
               std::vector<std::shared_ptr<const WorkCalendar>> calendars,
               std::vector<Policy> retired = {});

    // The policy for a new ticket: the highest-priority match in effect at `received_at`, without
    // those of units; nullptr if none. A policy that asks for the day class of `received_at` throws
    // std::out_of_range when its calendar does not hold that day.
    const Policy* select(const Request& request, Instant received_at) const;

    // The policy for an assignment to `unit`: the highest-priority unit policy that matches and is
    // above `of_ticket`, else `of_ticket`.
    const Policy* select_for_unit(const Request& request, Instant received_at, const UnitCode& unit,
                                  const Policy* of_ticket) const;

    // The version of that policy for tickets received then: the last in the list that is in effect;
    // nullptr if none is. Retired policies are not current.
    const Policy* current(const std::string& id, Instant received_at) const;

    // Retired policies too; nullptr when the book does not hold that version.
    const Policy* find(const std::string& id, const std::string& version) const;

    // The current version of the policy's calendar. Never null for a policy of this book.
    const WorkCalendar* calendar_of(const Policy& policy) const;
    const WorkCalendar* find_calendar(const std::string& id, const std::string& version) const;

    const std::vector<Policy>& policies() const { return policies_; }  // without the retired
    const std::vector<Policy>& retired() const { return retired_; }
    const std::vector<std::shared_ptr<const WorkCalendar>>& calendars() const { return calendars_; }

  private:
    bool in_effect(std::size_t index, Instant received_at) const;
    bool applies(std::size_t index, const Request& request, Instant received_at) const;

    std::vector<Policy> policies_;
    std::vector<Policy> retired_;
    std::vector<std::shared_ptr<const WorkCalendar>> calendars_;
    std::vector<Instant> ends_;  // of each policy: when new tickets stop getting it
};

// The rule of that kind and scope; nullptr if the policy has none.
const MilestoneRule* rule_of(const Policy& policy, MilestoneKind kind, bool of_ticket);

// The limit of a milestone for tickets of this catalogue item. Precondition: `policy` is of a book,
// which sorts the item limits; costs O(code length * log limits).
const TimeLimit& limit_of(const Policy& policy, const MilestoneRule& rule, const std::string& item);

// The steps of a clock in time order, the one on expiry included (StepKind::overdue; deem_accepted
// of a return_window, which is nobody's fault). Steps that would lie before `start` are placed at
// `start`, those inside a pause at its end; the expiry itself lies in a pause only by a cap, and no
// pause moves it. At one instant the milder comes first, as StepKind is ordered, and each kind
// once. `steps` are a rule's; of a return_window they are empty. An end at midnight belongs to the
// day that it ends. Throws std::out_of_range outside the calendar.
std::vector<ClockStep> steps_of(const std::vector<StepRule>& steps, MilestoneKind kind,
                                const WorkCalendar& calendar, Instant start, Instant due,
                                std::span<const Pause> pauses = {});

}  // namespace hotline
