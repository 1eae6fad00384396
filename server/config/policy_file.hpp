// Policy files: time-limit policies (时限规则) with worked examples. One belongs to each city pack
// (policies.toml); others stand alone (config/regimes) and name their own calendars:
//
//     calendars = ["../calendars/china.toml"]     stand-alone files only; relative to the file
//     [[policy]]                                  ticketing/rules/policy.hpp, key by key
//     [[policy.milestone]]
//     [[example]]                                 server/config/policy_example.hpp
//
// config/schema/policies.schema.json describes the form to editors.
#pragma once

#include "dispatch/routing/city.hpp"
#include "server/config/policy_example.hpp"
#include "server/config/toml_reader.hpp"
#include "ticketing/rules/policy.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace hotline::server {

using Calendars = std::vector<std::shared_ptr<const WorkCalendar>>;

struct PolicyFile {
    std::shared_ptr<const PolicyBook> policies;  // null when the file has problems
    std::vector<PolicyExample> examples;         // in the order of the file
};

// policies.toml of a city pack: its codes are the city's, its calendars those given. Problems are
// added to `problems`.
PolicyFile read_policies(const std::filesystem::path& path, const dispatch::City& city,
                         const Calendars& calendars, ConfigProblems& problems);

// The same from a text; without a city, codes may be any.
PolicyFile read_policies(const ConfigText& text, const dispatch::City* city,
                         const Calendars& calendars, ConfigProblems& problems);

// A stand-alone file with its own calendars; codes may be any.
PolicyFile read_regime(const std::filesystem::path& path, ConfigProblems& problems);

// A stand-alone file as it would be in that city: its own calendars are left alone.
PolicyFile read_regime(const std::filesystem::path& path, const dispatch::City& city,
                       const Calendars& calendars, ConfigProblems& problems);

// For `hotline check policy`: the problems of the file, or, when there are none, what its examples
// show to be otherwise. Empty: fine. `file` is what was read.
std::vector<std::string> check_policies(const PolicyFile& file, const ConfigProblems& problems);

}  // namespace hotline::server
