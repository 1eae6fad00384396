// Times of the wall clock as people and files write them, in the zone of a calendar.
#pragma once

#include "ticketing/rules/calendar.hpp"

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace hotline::server {

// A day and the time since its midnight, 0 to before 24 hours. Which instant that is, a calendar
// says.
struct LocalTime {
    Day day{};
    Millis time_of_day{0};
    friend auto operator<=>(const LocalTime&, const LocalTime&) = default;
};

Instant instant_at(const WorkCalendar& calendar, LocalTime time);

// "2026-02-13 16:00" or "2026-02-13 16:00:30"; instead of the space a 'T'.
std::optional<LocalTime> parse_local_time(std::string_view text);

// The same, with an offset ("+08:00", "Z") or, without one, in the calendar's zone.
std::optional<Instant> parse_instant(std::string_view text, const WorkCalendar& calendar);

// "2026-02-13 16:00"; seconds and milliseconds only when there are any.
std::string local_text(const WorkCalendar& calendar, Instant at);

int utc_offset_minutes(const WorkCalendar& calendar);

}  // namespace hotline::server
