// Instants as text for people and webhooks: 2026-02-13T16:00:00.000+08:00.
#pragma once

#include "ticketing/rules/time.hpp"

#include <string>

namespace hotline::record {

// China has had one zone and no daylight saving since 1992.
inline constexpr int china_offset_minutes = 480;

// Years 0000 to 9999 only; an instant outside them is clamped to that range.
void append_rfc3339(std::string& out, Instant at, int offset_minutes = china_offset_minutes);
std::string rfc3339(Instant at, int offset_minutes = china_offset_minutes);

}  // namespace hotline::record
