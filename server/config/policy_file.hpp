// policies.toml of a city pack: the time-limit policies (时限规则).
#pragma once

#include "dispatch/routing/city.hpp"
#include "server/config/toml_reader.hpp"
#include "ticketing/rules/policy.hpp"

#include <filesystem>
#include <memory>
#include <vector>

namespace hotline::server {

using Calendars = std::vector<std::shared_ptr<const WorkCalendar>>;

// Null when the file has problems; they are added to `problems`.
std::shared_ptr<const PolicyBook> read_policies(const std::filesystem::path& path,
                                                const dispatch::City& city,
                                                const Calendars& calendars,
                                                ConfigProblems& problems);

}  // namespace hotline::server
