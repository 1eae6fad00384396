// From the bodies of the API to commands of the rules.
#pragma once

#include "server/api/requests.hpp"
#include "server/api/services.hpp"
#include "ticketing/rules/command.hpp"
#include "ticketing/rules/result.hpp"

namespace hotline::server {

// Also asks routing; refuses unknown districts, items and units by the city pack. `received_at` may
// be given by an admin only.
Result<OpenTicket> open_command(const Services& services, const Actor& actor, api::NewTicket body);

Result<Dispatch> dispatch_command(const Services& services, api::NewDispatch body);
Result<SubDispatch> subdispatch_command(const Services& services, LegId leg,
                                        api::NewSubDispatch body);
Result<AskReturn> return_command(const Services& services, LegId leg, api::NewReturn body);

}  // namespace hotline::server
