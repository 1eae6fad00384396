// Time-limit policies (时限规则) as data: which milestones a ticket gets, how long each runs, when
// it warns. A policy is stamped on the ticket at birth, so a later version never changes an old
// ticket.
#pragma once

#include "ticketing/rules/calendar.hpp"
#include "ticketing/rules/result.hpp"
#include "ticketing/rules/ticket.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace hotline {

enum class LimitUnit {
    minutes,
    hours,
    working_minutes,
    working_hours,
    working_days,
    calendar_days
};

// How working_days and calendar_days are counted.
enum class Counting { civil_code, instant };

// What starts a milestone's clock, and from which instant: opened counts from received_at (when the
// citizen asked) and belongs to the whole ticket, dispatched and received to the leg,
// reply_accepted (visit only) to the ticket. It stops when its own event comes: receive at
// Received, contact at the first ContactRecorded or Replied, plan, reply, resolve and redo at
// Replied by the leg, visit at the first Visited that reached the citizen. A clock of the whole
// ticket is stopped by the lead leg. The redo clock is started by RedoOrdered alone, whatever
// `start` says; without a redo rule the resolve rule is used.
enum class StartEvent { opened, dispatched, received, reply_accepted };

// A step of a running clock: a warning, or the limit itself.
// A step is placed by working days relative to the due day (0 is the due instant itself; -1 is the
// opening of business of the working day before the due day; +1 the opening of the first working
// day after it) or by percent of the time between start and due (0 < percent < 100).
struct StepRule {
    StepKind kind = StepKind::warn_yellow;
    std::int32_t working_days = 0;  // used when percent == 0
    std::int32_t percent = 0;
};

struct MilestoneRule {
    MilestoneKind kind = MilestoneKind::resolve;
    StartEvent start = StartEvent::dispatched;
    std::int32_t amount = 0;  // >= 1
    LimitUnit unit = LimitUnit::working_days;
    Counting counting = Counting::civil_code;
    std::vector<StepRule> warnings;  // one a colour; the due step is always there and not listed
};

struct ExtensionRule {
    std::int32_t max_working_days = 0;  // of all extensions of a leg together; 0: no extension
    std::int32_t max_times = 0;
};

struct ReturnRule {
    std::int32_t window_working_days = 0;  // counted by the Civil Code from dispatch; 0: always
};

// Which tickets a policy is for. An empty list means any.
struct PolicySelector {
    std::vector<Channel> channels;
    std::vector<RequestKind> kinds;
    std::vector<Urgency> urgencies;
    std::vector<std::string> items;  // catalogue codes, a prefix matches its subtree
};

struct Policy {
    std::string id;       // "city-default"
    std::string version;  // "2026.1"
    std::int32_t priority =
        0;  // the highest matching priority wins; equal priorities are a config error
    std::string calendar_id;
    Instant effective_from{Instant::min()};
    Instant effective_to{Instant::max()};  // not included
    PolicySelector selector;
    std::vector<MilestoneRule> milestones;
    ExtensionRule extension;
    ReturnRule returning;
};

// Everything the rules need to count time. Immutable once built; shared by pointer.
class PolicyBook {
  public:
    PolicyBook(std::vector<Policy> policies,
               std::vector<std::shared_ptr<const WorkCalendar>> calendars);

    // The policy for a new ticket: the highest-priority match effective at `received_at`; nullptr
    // if none.
    const Policy* select(const Request& request, Instant received_at) const;

    // The policy stamped on a ticket; nullptr when the book no longer holds that version.
    const Policy* find(const std::string& id, const std::string& version) const;

    // Never null for a policy of this book: the constructor throws std::invalid_argument when a
    // policy names an unknown calendar, when two policies share id and version, or when two overlap
    // in selector and effect with the same priority; and when a policy in itself makes no sense
    // (two milestones of one kind, an amount below 1, a start after the milestone's own end, two
    // warnings of one colour).
    const WorkCalendar* calendar_of(const Policy& policy) const;

    const std::vector<Policy>& policies() const { return policies_; }

  private:
    std::vector<Policy> policies_;
    std::vector<std::shared_ptr<const WorkCalendar>> calendars_;
};

// The instant at which a limit that starts at `start` ends.
CountedInstant due_of(const MilestoneRule& rule, const WorkCalendar& calendar, Instant start);

// The steps of a clock in time order (warnings before and after, and StepKind::overdue one
// millisecond after `due`: acting at the due instant itself is on time). Steps that would lie
// before `start` are placed at `start`.
std::vector<ClockStep> steps_of(const MilestoneRule& rule, const WorkCalendar& calendar,
                                Instant start, Instant due);

}  // namespace hotline
