// Reading instants that people and other systems wrote. Writing them is rfc3339.hpp's.
#pragma once

#include "ticketing/rules/time.hpp"

#include <optional>
#include <string_view>

namespace hotline::record {

// Reads RFC 3339, also with a space instead of the T (as spreadsheets write it). A time without an
// offset is taken to be at `default_offset_minutes`. Years 1970 to 2199; empty when it is not a
// valid time.
std::optional<Instant> parse_time(std::string_view text, int default_offset_minutes);

}  // namespace hotline::record
