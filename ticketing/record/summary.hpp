// What lists show of a ticket, and the columns that are derived from its state. Pure.
#pragma once

#include "ticketing/record/reads.hpp"
#include "ticketing/rules/ticket.hpp"

#include <optional>

namespace hotline::record {

// `yellow` and `red` are those of running clocks; `overdue` is the ticket's own, which is never
// cleared.
TicketSummary summary_of(const TicketState& state);

// The columns of a ticket's row that repeat what its legs and clocks say, so that a list reads one
// row.
struct DerivedColumns {
    const Leg* lead =
        nullptr;  // the last lead leg of the hotline's own dispatch; points into the state
    std::optional<Instant> next_due_at;
    bool yellow = false;
    bool red = false;
};
DerivedColumns derived_of(const TicketState& state);

// Overdue and still open: what the overview counts.
bool counts_as_overdue_open(Stage stage, bool overdue);

}  // namespace hotline::record
