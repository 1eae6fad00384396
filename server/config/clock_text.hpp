// Times of day, working intervals and days as the pack's files write them. Each gives nothing on a
// text that is not exactly of its form.
#pragma once

#include "ticketing/rules/calendar.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace hotline::server {

// "08:30" -> 510; "24:00" -> 1440.
std::optional<int> parse_clock(std::string_view text);

// "08:30-12:00"; the end is after the start.
std::optional<WorkInterval> parse_interval(std::string_view text);

// "2026-02-15", or "02-15" of `year`.
std::optional<Day> parse_day(std::string_view text, int year);

// "02-15..02-23" or a single day; the end is not before the start.
struct DayRange {
    Day first{};
    Day last{};
};
std::optional<DayRange> parse_day_range(std::string_view text, int year);

// "+08:00" -> 480.
std::optional<int> parse_utc_offset(std::string_view text);

std::string day_text(Day day);  // "2026-02-15"

}  // namespace hotline::server
