// A working calendar as a file (config/calendars/*.toml): a week template, and for each year the
// holidays and make-up working days of that year's notice.
#pragma once

#include "server/config/toml_reader.hpp"
#include "ticketing/rules/calendar.hpp"

#include <filesystem>
#include <memory>

namespace hotline::server {

// Null when the file has problems; they are added to `problems`.
std::shared_ptr<const WorkCalendar> read_calendar(const std::filesystem::path& path,
                                                  ConfigProblems& problems);

std::shared_ptr<const WorkCalendar> read_calendar(const ConfigText& text, ConfigProblems& problems);

// Throws ConfigError.
std::shared_ptr<const WorkCalendar> load_calendar(const std::filesystem::path& path);

}  // namespace hotline::server
