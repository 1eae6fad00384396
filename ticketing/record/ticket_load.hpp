// Rows to TicketState. One connection, one thread; throws DbError.
#pragma once

#include "ticketing/record/engine.hpp"
#include "ticketing/record/reads.hpp"
#include "ticketing/rules/ticket.hpp"

#include <optional>
#include <string>

namespace hotline::record {

class TicketLoader {
  public:
    explicit TicketLoader(Connection& connection);

    std::optional<TicketState> load(TicketNumber number);
    std::optional<TicketSummary> summary(TicketNumber number);
    std::optional<Stage> stage_of(TicketNumber number);
    std::optional<TicketNumber> by_external_id(const std::string& source, const std::string& id);

  private:
    void load_legs(TicketState& state);
    void load_petitions(TicketState& state);
    void load_clocks(TicketState& state);
    void load_notices(TicketState& state);

    Statement& ticket_;
    Statement& summary_;
    Statement& stage_;
    Statement& external_;
    Statement& assignments_;
    Statement& petitions_;
    Statement& milestones_;
    Statement& notices_;
};

}  // namespace hotline::record
