// Instants and civil days of the rules.
//
// An Instant is a point in time: milliseconds since 1970-01-01T00:00:00Z, never local time. A Day
// is a civil date in the city's zone. Only WorkCalendar converts between the two, because only it
// knows the city's UTC offset. Nothing in rules/ reads a clock: "now" is always an argument.
#pragma once

#include <chrono>

namespace hotline {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
using Millis = std::chrono::milliseconds;
using Minutes = std::chrono::minutes;
using Day = std::chrono::local_days;

}  // namespace hotline
