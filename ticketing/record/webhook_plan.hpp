// Which webhooks a committed command owes, and what they say. Pure.
//
// An event that concerns one leg goes to the endpoints of that leg's unit; one about a clock of the
// whole ticket that the lead unit has to meet, to the lead's. supplemented, urged, supervision_set,
// complex_marked, merged_into and withdrawn go to every unit with a live leg, or one that this
// command ended. Events that no unit needs (opened, received, replied, visited, clocks that start,
// work of the hotline such as phone tasks, ...) go nowhere.
#pragma once

#include "ticketing/record/endpoint.hpp"
#include "ticketing/record/journal_entry.hpp"
#include "ticketing/rules/ticket.hpp"

#include <string>
#include <vector>

namespace hotline::record {

// One webhook that is owed. The pointers are into the endpoint book and the entry.
struct PlannedWebhook {
    const Endpoint* endpoint = nullptr;
    const Event* event = nullptr;
    LegId leg;  // the unit's assignment that the event is about
};

// In the order of the events; to each endpoint at most one webhook an event. `after` is the state
// after the whole entry.
std::vector<PlannedWebhook> plan_webhooks(const TicketState& after, const JournalEntry& entry,
                                          const EndpointBook& book);

std::string webhook_type(const Event& event);  // "ticket.dispatched"

// The most that our own texts may make of a payload; of the request's body what fits in.
inline constexpr std::size_t webhook_bytes_max = 20 * 1024;

// The JSON body: {type, timestamp, data:{ticket, version, sequence, assignment, unit, stage, event,
// request, limits, caller?}}, times RFC 3339 with +08:00. The caller is there only for an endpoint
// with `full_caller`, and never when the caller asked for confidence or is anonymous.
std::string webhook_payload(const PlannedWebhook& webhook, std::int64_t sequence,
                            const TicketState& after, const JournalEntry& entry);

}  // namespace hotline::record
