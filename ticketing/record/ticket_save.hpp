// TicketState to rows: only what changed between two states is written. Writer thread only; throws
// DbError.
#pragma once

#include "ticketing/record/engine.hpp"
#include "ticketing/rules/ticket.hpp"

#include <string>

namespace hotline::record {

class TicketSaver {
  public:
    explicit TicketSaver(Connection& connection);

    // `before` is what the rows hold, nullptr for a new ticket. Legs, petitions and clocks are only
    // ever added or changed.
    void save(const TicketState* before, const TicketState& after);

  private:
    void insert(const TicketState& state);
    void update(const TicketState& before, const TicketState& after);
    void save_leg(TicketNumber ticket, const Leg& leg);
    void save_petition(TicketNumber ticket, const Petition& petition);
    void save_clock(TicketNumber ticket, const Clock& clock);

    Statement& insert_;
    Statement& update_;
    Statement& update_and_stage_;
    Statement& update_request_;
    Statement& assignment_;
    Statement& petition_;
    Statement& milestone_;
    std::string steps_;  // reused for the JSON of a clock's steps
};

}  // namespace hotline::record
