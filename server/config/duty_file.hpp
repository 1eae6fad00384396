// duty.toml of a city pack: the people on duty, the rules of their turns, and single turns.
#pragma once

#include "dispatch/routing/city.hpp"
#include "server/config/duty_plan.hpp"
#include "server/config/toml_reader.hpp"

#include <filesystem>
#include <memory>

namespace hotline::server {

// Null when the file has problems; they are added to `problems`. A pack without the file has an
// empty plan. `calendar` may be null only when a problem has been told already: then the plan is
// not for use.
std::shared_ptr<const DutyPlan> read_duty(const std::filesystem::path& path,
                                          const dispatch::City& city,
                                          std::shared_ptr<const WorkCalendar> calendar,
                                          ConfigProblems& problems);

}  // namespace hotline::server
