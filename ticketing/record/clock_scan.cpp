#include "ticketing/record/clock_scan.hpp"

#include "ticketing/record/json_column.hpp"
#include "ticketing/record/row.hpp"

#include <map>

namespace hotline::record {
namespace {

// A city has a few dozen limits and a page thousands of clocks: each text is parsed once a page.
class LimitTexts {
  public:
    const TimeLimit& limit_of(const std::string& text) {
        const auto found = limits_.find(text);
        if (found != limits_.end()) return found->second;
        return limits_.emplace(text, read_limit(text)).first->second;
    }

  private:
    std::map<std::string, TimeLimit> limits_;
};

}  // namespace

std::vector<RunningClock> read_running_clocks(Connection& connection, const ClockPlace& after,
                                              std::int32_t limit) {
    Statement& rows = bound(connection.query("running_clocks"), after.ticket, after.clock, limit);
    std::vector<RunningClock> page;
    LimitTexts limits;
    std::string limit_text;
    std::optional<std::string> pauses;
    while (rows.step()) {
        RunningClock& clock = page.emplace_back();
        Derivation& derivation = clock.derivation;
        Row{rows}.read(clock.ticket, clock.clock, clock.kind, clock.leg, clock.started_at,
                       clock.due_at, clock.overdue, clock.policy_id, clock.policy_version,
                       clock.calendar_id, clock.calendar_version, limit_text,
                       derivation.extended_working_days, derivation.cap, derivation.cap_reason,
                       pauses, clock.item, clock.received_at, clock.ticket_overdue);
        derivation.limit = limits.limit_of(limit_text);
        read_column(pauses, derivation.pauses);
    }
    return page;
}

std::int64_t count_running_tickets(Connection& connection) {
    std::int64_t count = 0;
    read_one(connection.query("count_tickets_with_running_clocks"), count);
    return count;
}

std::vector<TicketNumber> read_tickets_with_running_clocks(Connection& connection,
                                                           TicketNumber after, Instant opened_until,
                                                           std::int32_t limit) {
    Statement& rows =
        bound(connection.query("tickets_with_running_clocks"), after, limit, opened_until);
    std::vector<TicketNumber> numbers;
    while (rows.step())
        Row{rows}.read(numbers.emplace_back());
    return numbers;
}

}  // namespace hotline::record
