// The text form of limits, and which limits make sense.
#include "ticketing/rules/counting.hpp"
#include "ticketing/rules/time_limit.hpp"

#include <array>
#include <charconv>
#include <utility>

namespace hotline {
namespace {

constexpr int minutes_per_day = 24 * 60;

struct UnitName {
    std::string_view name;
    LimitUnit unit;
    std::int32_t amount_max;  // about two years: a calendar's table holds little more
};
constexpr std::array unit_names{
    UnitName{"min", LimitUnit::minutes, 1'000'000},
    UnitName{"h", LimitUnit::hours, 17'520},
    UnitName{"wmin", LimitUnit::working_minutes, 240'000},
    UnitName{"wh", LimitUnit::working_hours, 4'000},
    UnitName{"wd", LimitUnit::working_days, 500},
    UnitName{"d", LimitUnit::calendar_days, 730},
};
constexpr std::string_view same_day_name = "same_day";

const UnitName& name_of(LimitUnit unit) {
    for (const UnitName& entry : unit_names)
        if (entry.unit == unit) return entry;
    return unit_names.front();  // same_day, which callers treat first
}

std::string clock_text(int minute) {
    const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return two(minute / 60) + ":" + two(minute % 60);
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// "HH:MM" as minutes after midnight, 24:00 included; -1 when it is not a time of day.
int parse_clock(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return -1;
    for (const std::size_t i : {0, 1, 3, 4})
        if (!is_digit(text[i])) return -1;
    const int hour = (text[0] - '0') * 10 + (text[1] - '0');
    const int minute = (text[3] - '0') * 10 + (text[4] - '0');
    const int result = hour * 60 + minute;
    return minute < 60 && result <= minutes_per_day ? result : -1;
}

std::string quoted(std::string_view text) {
    return "'" + std::string{text} + "'";
}

// Cuts the first word off `rest`; empty at the end.
std::string_view next_word(std::string_view& rest) {
    const std::size_t from = rest.find_first_not_of(' ');
    if (from == std::string_view::npos) return rest = {};
    rest.remove_prefix(from);
    const std::string_view word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(word.size());
    return word;
}

std::string read_amount(std::string_view word, TimeLimit& limit) {
    if (word == same_day_name) {
        limit.unit = LimitUnit::same_day;
        return {};
    }
    std::size_t digits = 0;
    while (digits < word.size() && is_digit(word[digits]))
        ++digits;
    const std::string_view unit = word.substr(digits);
    if (digits == 0)
        return "expected a limit such as 5wd, 30min or same_day, found " + quoted(word);
    const auto read = std::from_chars(word.data(), word.data() + digits, limit.amount);
    if (read.ec != std::errc{}) return quoted(word.substr(0, digits)) + " is too much";
    for (const UnitName& entry : unit_names) {
        if (entry.name != unit) continue;
        limit.unit = entry.unit;
        return {};
    }
    return "expected the unit min, h, wmin, wh, wd or d after the amount, found " + quoted(unit);
}

std::string read_night(std::string_view span, TimeLimit& limit) {
    const std::size_t dash = span.find('-');
    const int from = parse_clock(span.substr(0, dash));
    const int to = dash == std::string_view::npos ? -1 : parse_clock(span.substr(dash + 1));
    if (from < 0 || to < 0)
        return "expected night=HH:MM-HH:MM, found " + quoted("night=" + std::string{span});
    limit.night = DaySpan{from, to};
    return {};
}

std::string read_cutoff(std::string_view time, TimeLimit& limit) {
    const int minute = parse_clock(time);
    if (minute < 0) return "expected cutoff=HH:MM, found " + quoted("cutoff=" + std::string{time});
    limit.cutoff_minute = minute;
    return {};
}

std::string read_option(std::string_view word, TimeLimit& limit) {
    constexpr std::string_view night = "night=", cutoff = "cutoff=";
    const std::string twice = quoted(word) + " is one option too many of its kind";
    if (word == "instant" || word == "inclusive") {
        if (limit.counting != Counting::civil_code) return twice;
        limit.counting = word == "instant" ? Counting::instant : Counting::inclusive;
        return {};
    }
    if (word == "next_day") return std::exchange(limit.next_day, true) ? twice : "";
    if (word == "any_day") return std::exchange(limit.any_day, true) ? twice : "";
    if (word.starts_with(night))
        return limit.night ? twice : read_night(word.substr(night.size()), limit);
    if (word.starts_with(cutoff))
        return limit.cutoff_minute ? twice : read_cutoff(word.substr(cutoff.size()), limit);
    return "expected an option (instant, inclusive, next_day, any_day, cutoff=HH:MM, "
           "night=HH:MM-HH:MM), found " +
           quoted(word);
}

std::string problem_of_amount(const TimeLimit& limit) {
    if (limit.unit == LimitUnit::same_day)
        return limit.amount == 0 ? "" : "a limit of the same day has no amount";
    const std::int32_t most = name_of(limit.unit).amount_max;
    if (limit.amount >= 1 && limit.amount <= most) return {};
    return "the amount must be 1 to " + std::to_string(most) + " " +
           std::string{name_of(limit.unit).name} + ", not " + std::to_string(limit.amount);
}

std::string problem_of_night(const DaySpan& night) {
    const bool in_range = night.from_minute >= 0 && night.from_minute < minutes_per_day &&
                          night.to_minute >= 0 && night.to_minute <= minutes_per_day;
    if (!in_range) return "the night lies outside 00:00-24:00";
    if (night.from_minute == night.to_minute) return "the night is empty";
    // A start moved to the end of such a night would be in the next one.
    if (night.from_minute == 0 && night.to_minute == minutes_per_day)
        return "the night is the whole day";
    return {};
}

}  // namespace

std::string counting::problem_of(const TimeLimit& limit) {
    if (std::string why = problem_of_amount(limit); !why.empty()) return why;
    const bool same_day = limit.unit == LimitUnit::same_day;
    if (limit.counting != Counting::civil_code && !counts_days(limit.unit))
        return "instant and inclusive are for limits in days";
    if (limit.counting == Counting::inclusive && limit.next_day)
        return "inclusive and next_day contradict each other";
    if (limit.any_day && !same_day) return "any_day is for same_day";
    if (limit.cutoff_minute) {
        if (!same_day) return "a cutoff is for same_day";
        if (*limit.cutoff_minute < 1 || *limit.cutoff_minute >= minutes_per_day)
            return "the cutoff must be 00:01 to 23:59";
    }
    return limit.night ? problem_of_night(*limit.night) : "";
}

std::string text_of(const TimeLimit& limit) {
    std::string text;
    if (limit.unit == LimitUnit::same_day)
        text = same_day_name;
    else
        text = std::to_string(limit.amount) + std::string{name_of(limit.unit).name};
    if (limit.counting == Counting::instant) text += " instant";
    if (limit.counting == Counting::inclusive) text += " inclusive";
    if (limit.next_day) text += " next_day";
    if (limit.any_day) text += " any_day";
    if (limit.cutoff_minute) text += " cutoff=" + clock_text(*limit.cutoff_minute);
    if (limit.night)
        text += " night=" + clock_text(limit.night->from_minute) + "-" +
                clock_text(limit.night->to_minute);
    return text;
}

std::optional<TimeLimit> parse_time_limit(std::string_view text, std::string& why) {
    TimeLimit limit;
    std::string_view rest = text;
    const std::string_view amount = next_word(rest);
    why = amount.empty() ? "expected a limit such as 5wd, 30min or same_day, found nothing"
                         : read_amount(amount, limit);
    for (std::string_view word = next_word(rest); why.empty() && !word.empty();
         word = next_word(rest))
        why = read_option(word, limit);
    if (why.empty()) why = counting::problem_of(limit);
    if (!why.empty()) return std::nullopt;
    return limit;
}

}  // namespace hotline
