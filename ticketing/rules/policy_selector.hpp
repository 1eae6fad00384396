// Which tickets a policy is for. Internal to rules/.
#pragma once

#include "ticketing/rules/policy.hpp"

#include <vector>

namespace hotline {

// Whether a request is one of the selector's, units apart. Hours and day class are those of
// `received_at` on the policy's calendar; only they throw std::out_of_range outside it.
bool matches(const PolicySelector& selector, const Request& request, const WorkCalendar& calendar,
             Instant received_at);

// Whether one ticket (or one assignment, for policies of units) could be of both policies, the
// times they are in effect apart.
bool can_meet(const Policy& a, const Policy& b);

// When each policy stops being in effect: its own end, or the start of a later version of its id.
std::vector<Instant> ends_of_effect(const std::vector<Policy>& policies);

}  // namespace hotline
