// When a failed webhook is tried again. Pure; any thread.
//
// 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 10 h, then every hour without end: a department is never
// switched off, only slowed. Every delay is moved by up to 20 % either way, so that the rows of one
// outage do not come back in one burst. A receiver that is overloaded (429) or does not answer in
// time is given at least a minute. Its Retry-After is honoured between the delay and twice the
// delay.
#pragma once

#include "ticketing/rules/time.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace hotline::dispatch {

struct FailedAttempt {
    std::int32_t attempt = 1;      // 1, 2, ...: the one that failed
    std::int32_t http_status = 0;  // 0: no answer
    bool timed_out = false;
    std::optional<Millis> retry_after{};  // what the receiver asked for
};

// `random` in [0, 1) decides the jitter: 0.5 is none.
Millis retry_delay(const FailedAttempt& failed, double random);

// The value of a Retry-After header: seconds, or an HTTP date (IMF-fixdate) seen from `now`. Empty
// when it is neither; a date in the past is 0; at most 366 days.
std::optional<Millis> parse_retry_after(std::string_view value, Instant now);

}  // namespace hotline::dispatch
