// A city pack (城市配置): one directory that says everything about a city.
//
//     city.toml       name, units, districts, which calendars        (required)
//     catalogue.toml  matters, their words and units                  (required)
//     policies.toml   time limits                                     (required)
//     duty.toml       who is on duty                                  (optional)
//     endpoints.toml  where webhooks go                               (optional)
//
// Loading reads files, keeps nothing open, logs nothing and asks no clock.
#pragma once

#include "dispatch/routing/city.hpp"
#include "server/config/duty_plan.hpp"
#include "server/config/policy_file.hpp"
#include "server/config/toml_reader.hpp"
#include "ticketing/record/endpoint.hpp"
#include "ticketing/rules/calendar.hpp"
#include "ticketing/rules/policy.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hotline::server {

// Nothing in it is null; everything is immutable and may be shared between threads.
struct LoadedCity {
    std::shared_ptr<const dispatch::City> city;
    Calendars calendars;                           // every calendar, in the order of city.toml
    std::shared_ptr<const WorkCalendar> calendar;  // the office's own
    std::shared_ptr<const PolicyBook> policies;
    std::vector<PolicyExample> examples;  // of policies.toml; check_city runs them
    std::shared_ptr<const record::EndpointBook> endpoints;
    std::shared_ptr<const DutyPlan> duty;
    std::vector<ConfigText> calendar_texts;  // of `calendars`, as they were read
    ConfigText policies_text;
    std::vector<std::string> warnings;  // for people; the city works all the same

    // The calendar with that id, or null.
    std::shared_ptr<const WorkCalendar> find_calendar(const std::string& id) const;
};

// Throws ConfigError with every problem of every file. With `now`, warnings include what the coming
// weeks lack: see upcoming_warnings.
LoadedCity load_city(const std::filesystem::path& dir, std::optional<Instant> now = std::nullopt);

// A calendar that ends within 60 days, days of the next 31 without a duty officer. Worth asking
// once a day.
std::vector<std::string> upcoming_warnings(const LoadedCity& city, Instant now);

// For `hotline check`: the problems, the examples of policies.toml that do not hold included, or,
// when there are none, the warnings, each as "warning: ...". Empty: nothing to say. Never throws
// ConfigError.
std::vector<std::string> check_city(const std::filesystem::path& dir,
                                    std::optional<Instant> now = std::nullopt);

}  // namespace hotline::server
