// Who may see what of a ticket. One place for every way out: get, list, journal, feed.
//
// The hotline's own people see the caller. Handling units see only tickets with an assignment of
// their unit, and a masked caller; a confidential or anonymous caller not at all (GB/T 33358-2016:
// a ticket is handled confidentially when the caller asks).
#pragma once

#include "ticketing/rules/actor.hpp"
#include "ticketing/rules/ticket.hpp"

#include <string>
#include <vector>

namespace hotline::server {

enum class CallerView { full, masked, hidden };

bool may_see(const Actor& actor, const std::vector<UnitCode>& units_of_ticket);
bool may_see(const Actor& actor, const TicketState& ticket);
// A unit sees what was sent to it, not whom else the hotline told or has to call.
bool may_see(const Actor& actor, const TicketState& ticket, const Notice& notice);

CallerView caller_view(const Actor& actor, const TicketState& ticket);

// The caller as `view` allows: masked keeps the family name's first character and the last four
// digits.
Caller shown_caller(const Caller& caller, CallerView view);

// Internal reply texts are for the hotline and for the unit that wrote them.
bool may_see_internal_reply(const Actor& actor, const Leg& leg);

}  // namespace hotline::server
