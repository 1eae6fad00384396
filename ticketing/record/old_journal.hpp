// Journals written by earlier versions, read as what they meant then. Pure.
#pragma once

#include "ticketing/rules/event.hpp"
#include "ticketing/rules/ticket.hpp"

namespace hotline::record {

// `event` as apply() understands it today; `state` is the ticket before it.
//
// Before migration 0002 a clock_moved named only its open steps and no versions: the steps acted on
// stayed, but for those of a kind that was named again, and the versions and the derivation did not
// change.
Event as_of_today(Event event, const TicketState& state);

}  // namespace hotline::record
