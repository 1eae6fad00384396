// Which steps of which milestones are due, in the order in which they are to be acted on. The
// planning half of deadlines, without a loop and without a clock.
#pragma once

#include "dispatch/deadlines/telling.hpp"
#include "ticketing/record/reads.hpp"
#include "ticketing/record/work.hpp"
#include "ticketing/rules/ticket.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace hotline::dispatch {

inline constexpr std::int32_t due_clocks_max = 500;  // clocks of one page

struct DueStep {
    TicketNumber ticket;
    ClockId clock;
    StepKind step = StepKind::overdue;
    Instant at{};
    UnitCode unit{};  // that has the clock; of a ticket's own clock the lead's, or none
    friend bool operator==(const DueStep&, const DueStep&) = default;
};

// Steps of a running clock that were not acted on and lie at or before `until`, in time order.
std::vector<DueStep> due_steps(const TicketState& state, ClockId clock, Instant until);

using FindTicket = std::function<std::optional<TicketState>(TicketNumber)>;

// Every due step of these clocks in time order. `clocks` is one page, the earliest first; when it
// is full (`clocks_max` of them) there may be clocks behind it, so steps later than its last clock
// are left for the next page: what is worked off page by page is in time order over all tickets.
std::vector<DueStep> plan_steps(const std::vector<record::DueClock>& clocks,
                                std::int32_t clocks_max, Instant now, const FindTicket& find);

struct DuePage {
    std::vector<DueStep> steps;
    std::optional<Instant> next_at;  // the earliest next step of all clocks, due or not
};
DuePage read_due(record::ReadSession& session, Instant now, std::int32_t clocks_max);

// The command that says: this step is reached.
record::TicketWork reach_step(const DueStep& step, Telling telling);

}  // namespace hotline::dispatch
