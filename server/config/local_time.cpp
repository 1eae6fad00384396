#include "server/config/local_time.hpp"

#include "server/config/clock_text.hpp"

#include <array>
#include <cstdio>

namespace hotline::server {

namespace {

constexpr std::size_t date_chars = 10;     // 2026-02-13
constexpr std::size_t minutes_chars = 16;  // 2026-02-13 16:00
constexpr std::size_t seconds_chars = 19;  // 2026-02-13 16:00:30

// ":30" after the minutes.
std::optional<int> seconds_of(std::string_view text) {
    if (text.empty()) return 0;
    if (text.size() != 3 || text[0] != ':' || text[1] < '0' || text[1] > '5' || text[2] < '0' ||
        text[2] > '9')
        return std::nullopt;
    return (text[1] - '0') * 10 + (text[2] - '0');
}

std::optional<int> offset_of(std::string_view text) {
    return text == "Z" ? std::optional{0} : parse_utc_offset(text);
}

}  // namespace

Instant instant_at(const WorkCalendar& calendar, LocalTime time) {
    return calendar.instant_of(time.day, 0) + time.time_of_day;
}

std::optional<LocalTime> parse_local_time(std::string_view text) {
    if (text.size() != minutes_chars && text.size() != seconds_chars) return std::nullopt;
    if (text[date_chars] != ' ' && text[date_chars] != 'T') return std::nullopt;
    const auto day = parse_day(text.substr(0, date_chars), 0);
    const auto minute = parse_clock(text.substr(date_chars + 1, 5));
    const auto second = seconds_of(text.substr(minutes_chars));
    if (!day || !minute || !second || *minute >= 24 * 60) return std::nullopt;
    return LocalTime{*day, Minutes{*minute} + std::chrono::seconds{*second}};
}

std::optional<Instant> parse_instant(std::string_view text, const WorkCalendar& calendar) {
    if (const auto local = parse_local_time(text)) return instant_at(calendar, *local);
    const std::size_t sign = text.find_first_of("+-Z", date_chars);
    if (sign == std::string_view::npos) return std::nullopt;
    const auto local = parse_local_time(text.substr(0, sign));
    const auto offset = offset_of(text.substr(sign));
    if (!local || !offset) return std::nullopt;
    return Instant{local->day.time_since_epoch()} + local->time_of_day - Minutes{*offset};
}

std::string local_text(const WorkCalendar& calendar, Instant at) {
    const Millis since_epoch = at.time_since_epoch() + Minutes{utc_offset_minutes(calendar)};
    const auto days = std::chrono::floor<std::chrono::days>(since_epoch);
    const auto ms = (since_epoch - days).count();
    std::array<char, 32> clock{};
    std::snprintf(clock.data(), clock.size(), " %02d:%02d", static_cast<int>(ms / 3'600'000),
                  static_cast<int>(ms / 60'000 % 60));
    std::string text = day_text(Day{days}) + clock.data();
    if (ms % 60'000 == 0) return text;
    std::snprintf(clock.data(), clock.size(), ":%02d", static_cast<int>(ms / 1000 % 60));
    text += clock.data();
    if (ms % 1000 == 0) return text;
    std::snprintf(clock.data(), clock.size(), ".%03d", static_cast<int>(ms % 1000));
    return text + clock.data();
}

int utc_offset_minutes(const WorkCalendar& calendar) {
    const Day epoch{};
    const Instant midnight = calendar.instant_of(epoch, 0);
    return static_cast<int>(-std::chrono::floor<Minutes>(midnight.time_since_epoch()).count());
}

}  // namespace hotline::server
