#include "server/config/clock_text.hpp"

#include <array>
#include <cstdio>

namespace hotline::server {

namespace {

// The number that `digits` decimal digits at `text[from]` write.
std::optional<int> number_at(std::string_view text, std::size_t from, std::size_t digits) {
    if (from + digits > text.size()) return std::nullopt;
    int number = 0;
    for (const char c : text.substr(from, digits)) {
        if (c < '0' || c > '9') return std::nullopt;
        number = number * 10 + (c - '0');
    }
    return number;
}

}  // namespace

std::optional<int> parse_clock(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const auto hours = number_at(text, 0, 2);
    const auto minutes = number_at(text, 3, 2);
    if (!hours || !minutes || *minutes > 59) return std::nullopt;
    const int total = *hours * 60 + *minutes;
    return total <= 24 * 60 ? std::optional{total} : std::nullopt;
}

std::optional<WorkInterval> parse_interval(std::string_view text) {
    if (text.size() != 11 || text[5] != '-') return std::nullopt;
    const auto from = parse_clock(text.substr(0, 5));
    const auto to = parse_clock(text.substr(6));
    if (!from || !to || *from >= *to) return std::nullopt;
    return WorkInterval{*from, *to};
}

std::optional<Day> parse_day(std::string_view text, int year) {
    if (text.size() == 10 && text[4] == '-') {
        const auto written = number_at(text, 0, 4);
        if (!written) return std::nullopt;
        return parse_day(text.substr(5), *written);
    }
    if (text.size() != 5 || text[2] != '-') return std::nullopt;
    const auto month = number_at(text, 0, 2);
    const auto day = number_at(text, 3, 2);
    if (!month || !day) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    return date.ok() ? std::optional{Day{date}} : std::nullopt;
}

std::optional<DayRange> parse_day_range(std::string_view text, int year) {
    const std::size_t dots = text.find("..");
    const auto first = parse_day(text.substr(0, dots), year);
    const auto last =
        dots == std::string_view::npos ? first : parse_day(text.substr(dots + 2), year);
    if (!first || !last || *last < *first) return std::nullopt;
    return DayRange{*first, *last};
}

std::optional<int> parse_utc_offset(std::string_view text) {
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
    const auto minutes = parse_clock(text.substr(1));
    if (!minutes || *minutes > 14 * 60) return std::nullopt;
    return text[0] == '-' ? -*minutes : *minutes;
}

std::string day_text(Day day) {
    const std::chrono::year_month_day date{day};
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return text.data();
}

}  // namespace hotline::server
