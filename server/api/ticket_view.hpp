// From the state of a ticket to what one actor may see of it.
#pragma once

#include "server/api/services.hpp"
#include "server/api/views.hpp"
#include "ticketing/record/reads.hpp"

namespace hotline::server {

// Working minutes from now until `due` on that calendar; negative when it is over.
std::int64_t working_minutes(const WorkCalendar& calendar, Instant now, Instant due);

std::string unit_name(const Services& services, const UnitCode& code);  // the code when unknown

api::Ticket ticket_view(const Services& services, const Actor& actor, const TicketState& ticket);
api::Notice notice_view(TicketNumber ticket, const Notice& notice);
api::TicketSummary summary_view(const Services& services, const record::TicketSummary& summary);

// One journal entry as JSON, masked for the actor: {seq, ticket, version, at, actor, events}.
// `hide_caller` and the internal replies follow the ticket's visibility for that actor.
void append_journal_entry(std::string& out, const record::JournalEntry& entry, const Actor& actor,
                          const TicketState& ticket);

}  // namespace hotline::server
