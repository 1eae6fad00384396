// A city's calendar and limits as people write them, for the tables of limits.
#pragma once

#include "tests/support/calendar_text.hpp"
#include "tests/support/china_days.hpp"
#include "ticketing/rules/calendar.hpp"
#include "ticketing/rules/time_limit.hpp"

#include <stdexcept>
#include <string>

namespace hotline::test {

// China's days with two half days of a city's own: 2026-03-13 until noon, 2026-03-16 from noon.
inline const WorkCalendar& china_city() {
    static const WorkCalendar calendar = [] {
        CalendarSpec spec = china_spec();
        spec.exceptions[day(2026, 3, 13)] = {DayKind::half_day, "植树", {{510, 720}}};
        spec.exceptions[day(2026, 3, 16)] = {DayKind::half_day, "台风", {{810, 1050}}};
        return WorkCalendar{spec};
    }();
    return calendar;
}

inline TimeLimit limit_of_text(const std::string& text) {
    std::string why;
    const auto parsed = parse_time_limit(text, why);
    if (!parsed) throw std::invalid_argument{text + ": " + why};
    return *parsed;
}

}  // namespace hotline::test
