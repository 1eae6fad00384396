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

    // `before` is what the rows hold, nullptr for a new ticket. Legs, petitions, clocks and notices
    // are only ever added or changed.
    void save(const TicketState* before, const TicketState& after);

  private:
    void insert(const TicketState& state);
    void update(const TicketState& before, const TicketState& after);
    void save_leg(TicketNumber ticket, const Leg& leg);
    void save_petition(TicketNumber ticket, const Petition& petition);
    void save_clock(TicketNumber ticket, const Clock* before, const Clock& clock);
    void insert_fresh_clock(TicketNumber ticket, const Clock& clock,
                            std::optional<Instant> next_at);
    void save_notice(TicketNumber ticket, const Notice& notice);

    Statement& insert_;
    Statement& update_;
    Statement& update_and_stage_;
    Statement& update_request_;
    Statement& assignment_;
    Statement& petition_;
    Statement& insert_fresh_milestone_;
    Statement& insert_milestone_;
    Statement& update_milestone_;
    Statement& update_milestone_and_state_;
    Statement& notice_;
    std::string steps_;  // reused for the JSON of a clock's steps
};

}  // namespace hotline::record
