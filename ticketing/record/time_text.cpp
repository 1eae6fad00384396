#include "ticketing/record/time_text.hpp"

#include <chrono>

namespace hotline::record {
namespace {

namespace chrono = std::chrono;

// Reads exactly `width` digits at the front of `text` and drops them; -1 when there are fewer.
int take_digits(std::string_view& text, std::size_t width) {
    if (text.size() < width) return -1;
    int value = 0;
    for (std::size_t i = 0; i < width; ++i) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(width);
    return value;
}

bool take(std::string_view& text, std::string_view any_of) {
    if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<int> take_fraction_ms(std::string_view& text) {
    if (!take(text, ".")) return 0;
    int ms = 0;
    int digits = 0;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        if (digits < 3) ms = ms * 10 + (text.front() - '0');
        ++digits;
        text.remove_prefix(1);
    }
    if (digits == 0 || digits > 9) return std::nullopt;
    for (; digits < 3; ++digits)
        ms *= 10;
    return ms;
}

std::optional<int> take_offset(std::string_view& text, int default_offset_minutes) {
    if (text.empty()) return default_offset_minutes;
    if (take(text, "Zz")) return 0;
    const bool negative = text.front() == '-';
    if (!take(text, "+-")) return std::nullopt;
    const int hours = take_digits(text, 2);
    const bool colon = take(text, ":");
    const int minutes = take_digits(text, 2);
    if (!colon || hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
    return (negative ? -1 : 1) * (hours * 60 + minutes);
}

}  // namespace

std::optional<Instant> parse_time(std::string_view text, int default_offset_minutes) {
    const int year = take_digits(text, 4);
    const bool dash_1 = take(text, "-");
    const int month = take_digits(text, 2);
    const bool dash_2 = take(text, "-");
    const int day = take_digits(text, 2);
    const bool separator = take(text, "Tt ");
    const int hour = take_digits(text, 2);
    const bool colon_1 = take(text, ":");
    const int minute = take_digits(text, 2);
    const bool colon_2 = take(text, ":");
    const int second = take_digits(text, 2);
    if (!dash_1 || !dash_2 || !separator || !colon_1 || !colon_2) return std::nullopt;
    if (year < 1970 || year > 2199 || month < 1 || day < 1) return std::nullopt;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
        return std::nullopt;
    }
    const chrono::year_month_day date{chrono::year{year},
                                      chrono::month{static_cast<unsigned>(month)},
                                      chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) return std::nullopt;
    const auto ms = take_fraction_ms(text);
    if (!ms) return std::nullopt;
    const auto offset = take_offset(text, default_offset_minutes);
    if (!offset || !text.empty()) return std::nullopt;
    return Instant{chrono::sys_days{date}} + chrono::hours{hour} + Minutes{minute - *offset} +
           chrono::seconds{second} + Millis{*ms};
}

}  // namespace hotline::record
