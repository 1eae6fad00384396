// Walking the running clocks of all tickets, page by page: previews and recalculations. One
// connection, one thread; throws DbError.
#pragma once

#include "ticketing/record/engine.hpp"
#include "ticketing/record/reads.hpp"

#include <string>
#include <vector>

namespace hotline::record {

std::vector<RunningClock> read_running_clocks(Connection& connection, const ClockPlace& after,
                                              std::int32_t limit);
std::int64_t count_running_tickets(Connection& connection);
std::vector<TicketNumber> read_tickets_with_running_clocks(Connection& connection,
                                                           TicketNumber after, Instant opened_until,
                                                           std::int32_t limit);

}  // namespace hotline::record
