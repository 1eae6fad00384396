// The parts of one [[policy]] of a policy file. Each reads its keys from the policy's table and
// reports what is wrong with them; with a problem it gives something harmless.
#pragma once

#include "dispatch/routing/city.hpp"
#include "server/config/toml_reader.hpp"
#include "ticketing/rules/policy.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace hotline::server {

// `when`. Codes are checked against the city, and units widened to all below them, when there is
// one.
PolicySelector read_selector(TableReader& policy, const dispatch::City* city);

// One [[policy.milestone]].
MilestoneRule read_milestone(TableReader& milestone);

// `item_limits`.
std::vector<ItemLimit> read_item_limits(TableReader& policy, const dispatch::City* city);

// `extension`, `return`, `redo`, `pause`.
ExtensionRule read_extension(TableReader& policy);
ReturnRule read_return(TableReader& policy);
RedoRule read_redo(TableReader& policy);
PauseRule read_pause(TableReader& policy);

// The text form of ticketing/rules/time_limit.hpp.
TimeLimit read_limit(TableReader& table, std::string_view key);
std::optional<TimeLimit> read_limit_or_none(TableReader& table, std::string_view key);

}  // namespace hotline::server
