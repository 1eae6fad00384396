// calendar days, add, between: questions about a working calendar, for people at a terminal.
#include "server/cli/commands.hpp"
#include "server/config/calendar_file.hpp"
#include "server/config/clock_text.hpp"
#include "server/config/local_time.hpp"
#include "ticketing/record/event_json.hpp"
#include "ticketing/record/rfc3339.hpp"
#include "ticketing/rules/time_limit.hpp"

#include <iostream>

namespace hotline::server {
namespace {

using std::chrono::days;

// A wrong argument; what() is for people. The command line makes exit code 2 of it.
class UsageError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

Day day_given(const std::string& option, const std::string& text) {
    const auto day = text.size() == 10 ? parse_day(text, 0) : std::nullopt;
    if (!day)
        throw UsageError(option + ": expected a day such as 2026-02-13, found \"" + text + '"');
    return *day;
}

void require_covered(const WorkCalendar& calendar, Day day) {
    if (calendar.covers(day)) return;
    throw UsageError(day_text(day) + ": calendar " + calendar.id() + ' ' + calendar.version() +
                     " does not hold this day");
}

Instant instant_given(const WorkCalendar& calendar, const std::string& text) {
    const auto at = parse_instant(text, calendar);
    if (!at)
        throw UsageError("expected a time such as 2026-02-13T16:00+08:00, found \"" + text + '"');
    require_covered(calendar, calendar.day_of(*at));
    return *at;
}

TimeLimit limit_given(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : " ") + word;
    std::string why;
    const auto limit = parse_time_limit(text, why);
    if (!limit)
        throw UsageError("expected a time limit such as 5wd, found \"" + text + "\": " + why);
    return *limit;
}

std::string rfc3339_text(const WorkCalendar& calendar, Instant at) {
    return record::rfc3339(at, utc_offset_minutes(calendar));
}

// "210min", "90s", "1ms": the largest unit that is exact.
std::string duration_text(std::int64_t ms) {
    if (ms % 60'000 == 0) return std::to_string(ms / 60'000) + "min";
    if (ms % 1000 == 0) return std::to_string(ms / 1000) + 's';
    return std::to_string(ms) + "ms";
}

void print_segments(const TimeLimit& limit, const WorkCalendar& calendar, Instant start) {
    Derivation derivation;
    derivation.limit = limit;
    const bool in_days = counts_days(limit.unit) || limit.unit == LimitUnit::same_day;
    for (const Segment& segment : segments_of(derivation, calendar, start)) {
        std::cout << rfc3339_text(calendar, segment.from) << ' '
                  << rfc3339_text(calendar, segment.to) << ' ' << record::enum_name(segment.kind)
                  << ' '
                  << (in_days ? std::to_string(segment.amount) + 'd'
                              : duration_text(segment.amount));
        if (!segment.name.empty()) std::cout << ' ' << segment.name;
        std::cout << '\n';
    }
}

// Runs `job`; says what was wrong with the arguments.
template <class Job>
int answering(const Job& job) {
    try {
        job();
        return 0;
    } catch (const UsageError& error) {
        std::cerr << "hotline calendar: " << error.what() << '\n';
    } catch (const std::out_of_range& error) {
        std::cerr << "hotline calendar: the count leaves the calendar: " << error.what() << '\n';
    }
    return 2;
}

}  // namespace

int calendar_days_command(const CalendarOptions& options) {
    return answering([&] {
        const auto calendar = load_calendar(options.calendar);
        const Day from = day_given("--from", options.from);
        const Day to = day_given("--to", options.to);
        if (to < from) throw UsageError("--to is before --from");
        require_covered(*calendar, from);
        require_covered(*calendar, to);
        for (Day day = from; day <= to; day += days{1})
            std::cout << day_text(day) << (calendar->is_working_day(day) ? " 1\n" : " 0\n");
    });
}

int calendar_add_command(const CalendarOptions& options) {
    return answering([&] {
        const auto calendar = load_calendar(options.calendar);
        const Instant start = instant_given(*calendar, options.first);
        const TimeLimit limit = limit_given(options.limit);
        const CountedInstant due = due_of(limit, *calendar, start);
        std::cout << rfc3339_text(*calendar, due.at)
                  << (due.guessed ? " (guessed: no published calendar covers every day)\n" : "\n");
        if (options.explain) print_segments(limit, *calendar, start);
    });
}

int calendar_between_command(const CalendarOptions& options) {
    return answering([&] {
        const auto calendar = load_calendar(options.calendar);
        const Instant from = instant_given(*calendar, options.first);
        const Instant to = instant_given(*calendar, options.second);
        if (to < from) throw UsageError("the second time is before the first");
        std::cout << "working time "
                  << duration_text(calendar->working_time_between(from, to).count())
                  << "\nworking days "
                  << calendar->working_days_between(calendar->day_of(from), calendar->day_of(to))
                  << '\n';
    });
}

}  // namespace hotline::server
