// Times in tests as people write them: "2026-03-09 08:30" is a time in a city at UTC+8.
#pragma once

#include "ticketing/rules/time.hpp"

#include <cstdio>
#include <stdexcept>
#include <string>

namespace hotline::test {

inline constexpr Minutes china_offset{480};

inline Day day(int year, int month, int day_of_month) {
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day_of_month)}};
    if (!date.ok()) throw std::invalid_argument{"no such day"};
    return Day{date};
}

inline Instant at(const std::string& text) {
    int year = 0, month = 0, day_of_month = 0, hour = 0, minute = 0;
    if (std::sscanf(text.c_str(), "%d-%d-%d %d:%d", &year, &month, &day_of_month, &hour, &minute) !=
        5)
        throw std::invalid_argument{"not a time: " + text};
    return Instant{day(year, month, day_of_month).time_since_epoch()} +
           Minutes{hour * 60 + minute} - china_offset;
}

// With seconds and milliseconds only when there are any, so that a wrong one is seen.
inline std::string text(Instant instant) {
    const auto local = instant + china_offset;
    const auto midnight = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day date{midnight};
    const auto ms = (local - midnight).count();
    char result[64];
    std::snprintf(result, sizeof result, "%04d-%02u-%02u %02d:%02d", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(ms / 3'600'000), static_cast<int>(ms / 60'000 % 60));
    const auto rest = ms % 60'000;
    return rest == 0 ? result : std::string{result} + " +" + std::to_string(rest) + " ms";
}

}  // namespace hotline::test
