// One journal row (流转记录): the events of one committed command. Append-only.
#pragma once

#include "ticketing/rules/actor.hpp"
#include "ticketing/rules/event.hpp"
#include "ticketing/rules/ids.hpp"
#include "ticketing/rules/ticket.hpp"
#include "ticketing/rules/time.hpp"

#include <cstdint>
#include <vector>

namespace hotline::record {

struct JournalEntry {
    std::int64_t seq = 0;  // 1, 2, ... over all tickets, in commit order, without gaps
    TicketNumber ticket;
    std::int64_t version = 0;  // the ticket's version after these events
    Instant at{};              // when it was decided
    Actor actor;
    std::vector<Event> events;
};

// What the writer's on_commit is given for each committed command, in seq order. Both pointers are
// never null and valid during the call only.
struct CommittedChange {
    const JournalEntry* entry = nullptr;
    // The ticket after the group of commands that this one was committed with: when one group
    // changed a ticket twice, the earlier change may already show the later state.
    const TicketState* state = nullptr;
};

}  // namespace hotline::record
