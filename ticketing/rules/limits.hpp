// The named maxima of a ticket. Text is counted in characters (Unicode code points), not bytes.
#pragma once

#include "ticketing/rules/time.hpp"

#include <cstddef>
#include <cstdint>

namespace hotline::limits {

inline constexpr std::size_t title_chars_max = 200;
inline constexpr std::size_t text_chars_max = 20'000;  // body, supplements, answers and replies
inline constexpr std::size_t note_chars_max = 2'000;   // notes and reasons
inline constexpr std::size_t field_chars_max = 200;    // caller fields, place, led_by, external_id
inline constexpr std::size_t code_chars_max = 64;      // codes of units, districts, items, sources

inline constexpr std::size_t legs_max = 200;       // over the ticket's whole life
inline constexpr std::int32_t level_max = 5;       // 一级 to 五级承办; three are seen in practice
inline constexpr std::size_t petitions_max = 200;  // over the ticket's whole life
inline constexpr std::size_t supplements_max = 200;
inline constexpr std::size_t notices_max = 2'000;  // over the ticket's whole life
inline constexpr std::size_t tags_max = 20;
inline constexpr std::size_t pauses_max = 100;  // of one clock

// How far a channel's clock may be ahead of ours.
inline constexpr Minutes received_ahead_max{5};

}  // namespace hotline::limits
