// The dry run of a recalculation: what a Recount of every ticket with a running clock would move,
// without changing anything. The same answer as the recalculation itself would give at `now`.
#pragma once

#include "ticketing/record/reads.hpp"
#include "ticketing/rules/command.hpp"
#include "ticketing/rules/policy.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace hotline::dispatch {

enum class MoveEffect {
    moves,                // to another instant, on the same side of now
    becomes_overdue,      // it will be found overdue at once
    stops_being_overdue,  // its overdue gets a correction
};

struct PreviewedMove {
    TicketNumber ticket;
    ClockId clock;
    MilestoneKind kind = MilestoneKind::resolve;
    Instant due_at{};
    Instant new_due_at{};
    MoveEffect effect = MoveEffect::moves;
    friend bool operator==(const PreviewedMove&, const PreviewedMove&) = default;
};

struct RecountPreview {
    std::int64_t tickets = 0;  // with a running clock
    std::int64_t clocks = 0;   // running
    std::int64_t moved = 0;    // all moves, whatever their effect
    std::int64_t become_overdue = 0;
    std::int64_t stop_being_overdue = 0;
    std::int64_t corrected_ended = 0;  // clocks that were met late and no longer would be
    std::vector<PreviewedMove> first;  // the first of them, in order of ticket and clock
};

struct PreviewSetup {
    const PolicyBook* book = nullptr;  // the book as it would be
    Recount command;
    Instant now{};
    std::size_t listed_max = 1000;
    std::function<bool(std::int64_t clocks)> go_on;  // asked now and then; may be empty
};

// Throws DbError, and std::out_of_range when a limit leaves the calendar.
RecountPreview preview_recount(record::ReadSession& session, const PreviewSetup& setup);

}  // namespace hotline::dispatch
