#include "dispatch/delivery/retry_schedule.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <string>

namespace hotline::dispatch {

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// After attempt 1, 2, ...; later attempts follow each other hourly.
constexpr std::array<Millis, 7> delays{seconds{5}, minutes{5}, minutes{30}, hours{2},
                                       hours{5},   hours{10},  hours{10}};
constexpr Millis last_delay = hours{1};
constexpr Millis overload_delay_min = minutes{1};
constexpr Millis retry_after_max = hours{366 * 24};
constexpr double jitter = 0.2;
constexpr std::int32_t too_many_requests = 429;

std::optional<int> number(std::string_view text) {
    int value = 0;
    const char* const begin = text.data();
    const char* const end = begin + text.size();
    const auto parsed = std::from_chars(begin, end, value);
    if (text.empty() || text[0] == '-' || parsed.ec != std::errc{} || parsed.ptr != end) {
        return std::nullopt;
    }
    return value;
}

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, 5.6.7). The day's name is not checked.
std::optional<Instant> parse_http_date(std::string_view text) {
    constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    if (text.size() != 29 || !text.ends_with(" GMT") || text.substr(3, 2) != ", ") return {};
    if (text[7] != ' ' || text[11] != ' ' || text[16] != ' ' || text[19] != ':' ||
        text[22] != ':') {
        return {};
    }
    const auto month = months.find(text.substr(8, 3));
    const auto day = number(text.substr(5, 2));
    const auto year = number(text.substr(12, 4));
    const auto hour = number(text.substr(17, 2));
    const auto minute = number(text.substr(20, 2));
    const auto second = number(text.substr(23, 2));
    if (month == std::string_view::npos || month % 3 != 0) return {};
    if (!day || !year || !hour || !minute || !second) return {};
    if (*hour > 23 || *minute > 59 || *second > 60) return {};
    const auto date = std::chrono::year{*year} /
                      std::chrono::month{static_cast<unsigned>(month / 3 + 1)} /
                      std::chrono::day{static_cast<unsigned>(*day)};
    if (!date.ok()) return {};
    return std::chrono::sys_days{date} + hours{*hour} + minutes{*minute} + seconds{*second};
}

}  // namespace

Millis retry_delay(const FailedAttempt& failed, double random) {
    const auto place = static_cast<std::size_t>(std::max(failed.attempt, 1) - 1);
    Millis delay = place < delays.size() ? delays[place] : last_delay;
    const double factor = 1.0 - jitter + 2.0 * jitter * std::clamp(random, 0.0, 1.0);
    delay = Millis{static_cast<std::int64_t>(static_cast<double>(delay.count()) * factor)};
    if (failed.timed_out || failed.http_status == too_many_requests) {
        delay = std::max(delay, overload_delay_min);
    }
    if (failed.retry_after) delay = std::clamp(*failed.retry_after, delay, 2 * delay);
    return delay;
}

std::optional<Millis> parse_retry_after(std::string_view value, Instant now) {
    std::int64_t count = 0;
    const char* const begin = value.data();
    const char* const end = begin + value.size();
    const auto parsed = std::from_chars(begin, end, count);
    const bool is_number = !value.empty() && value[0] != '-' && parsed.ptr == end;
    if (is_number && parsed.ec == std::errc::result_out_of_range) return retry_after_max;
    if (is_number && parsed.ec == std::errc{}) {
        constexpr std::int64_t max_s = retry_after_max.count() / 1000;
        return Millis{std::min(count, max_s) * 1000};
    }
    const auto date = parse_http_date(value);
    if (!date) return std::nullopt;
    return std::clamp<Millis>(*date - now, Millis{0}, retry_after_max);
}

}  // namespace hotline::dispatch
