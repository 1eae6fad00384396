#include "ticketing/record/time_source.hpp"

#include <time.h>

namespace hotline::record {

Instant SystemTime::now() const {
    return std::chrono::floor<Millis>(std::chrono::system_clock::now());
}

// CLOCK_BOOTTIME, because a suspended machine's deadlines pass all the same.
Millis SystemTime::uptime() const {
    timespec at{};
    ::clock_gettime(CLOCK_BOOTTIME, &at);
    return std::chrono::seconds{at.tv_sec} +
           std::chrono::floor<Millis>(std::chrono::nanoseconds{at.tv_nsec});
}

}  // namespace hotline::record
