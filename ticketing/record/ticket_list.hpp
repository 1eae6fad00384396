// Lists of tickets: which index to read for a filter, and the pages themselves.
#pragma once

#include "ticketing/record/engine.hpp"
#include "ticketing/record/reads.hpp"

#include <string_view>
#include <vector>

namespace hotline::record {

// The block of lists.sql for a filter. `stage_size` is how many tickets are in filter.stage: with
// two filters the smaller set drives, so that a page never costs a walk over a million rows of the
// other.
std::string_view list_block(const TicketFilter& filter, std::int64_t stage_size);

// Newest first; `limit` is held to 1..200.
std::vector<TicketSummary> read_list(Connection& connection, const TicketFilter& filter);

}  // namespace hotline::record
