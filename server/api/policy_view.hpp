// What the policies say about the parts of a ticket, beside what the ticket itself holds: so that a
// page offers only what will be granted.
#pragma once

#include "server/api/views.hpp"
#include "ticketing/rules/policy.hpp"

namespace hotline::server {

// Nothing is added when the book no longer holds the policy.
void add_policy(api::Assignment& out, const PolicyBook& book, const TicketState& ticket,
                const Leg& leg);
void add_policy(api::Petition& out, const PolicyBook& book, const TicketState& ticket,
                const Petition& petition);
void add_policy(api::Milestone& out, const PolicyBook& book, const Clock& clock);

}  // namespace hotline::server
