// Whom a step of the ladder tells: the duty officer, the leader on duty, the unit and its leader,
// the unit above. Looked up when the step is acted on, kept with it as evidence.
#pragma once

#include "dispatch/duty/roster.hpp"
#include "dispatch/routing/city.hpp"
#include "ticketing/rules/ticket.hpp"

#include <string>

namespace hotline::dispatch {

// Who is told at `at`: the duty officer, or that nobody is on duty.
std::string who_is_told(const Roster& roster, Instant at);

// The leader on duty (带班领导); a vacancy falls through to the duty officer.
std::string leader_on_duty(const Roster& roster, Instant at);

struct Telling {
    std::string told;  // ReachStep::told
    std::string to;    // ReachStep::to; empty for steps that issue no notice
};

// `unit` has the clock; empty for a clock of a ticket that no unit has.
Telling telling_of(StepKind step, const UnitCode& unit, const Roster& roster, const City& city,
                   Instant at);

}  // namespace hotline::dispatch
