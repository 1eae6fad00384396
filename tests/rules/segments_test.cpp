// The derivation of a due instant as segments: tables of what people read.
#include "tests/rules/calendar_oracle.hpp"
#include "tests/rules/city_limits.hpp"
#include "tests/support/catch.hpp"
#include "ticketing/rules/time_limit.hpp"

#include <array>
#include <string>
#include <utility>
#include <vector>

using namespace hotline;
using namespace hotline::test;

namespace {

std::string name_of(SegmentKind kind) {
    constexpr std::array names{"counted", "start_day", "deferred", "outside_hours", "weekend",
                               "holiday", "paused",    "rolled",   "extension",     "cut"};
    return names.at(static_cast<std::size_t>(kind));
}

// "02-13 16:00 counted 1 春节": where it begins, what it is, what it counted (time in minutes).
std::string line_of(const Segment& segment, bool in_days) {
    std::string line = text(segment.from).substr(5) + " " + name_of(segment.kind);
    const bool days = in_days || segment.kind == SegmentKind::extension;
    if (segment.amount != 0)
        line += " " + std::to_string(days ? segment.amount : segment.amount / minute_ms);
    return segment.name.empty() ? line : line + " " + segment.name;
}

std::vector<std::string> lines_of(const Derivation& derivation, Instant start) {
    const bool in_days =
        counts_days(derivation.limit.unit) || derivation.limit.unit == LimitUnit::same_day;
    std::vector<std::string> lines;
    Instant end = start;
    for (const Segment& segment : segments_of(derivation, china_city(), start)) {
        CHECK(text(segment.from) == text(end));
        end = segment.to;
        lines.push_back(line_of(segment, in_days));
    }
    lines.push_back(text(end).substr(5) + " end");
    return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("segments of a limit say what counted and why the rest did not") {
    struct Row {
        std::string what, limit, start;
        Lines lines;
    };
    const std::vector<Row> table{
        {"working days over the Spring Festival",
         "3wd",
         "2026-02-13 16:00",
         {"02-13 16:00 start_day", "02-14 00:00 counted 1 春节", "02-15 00:00 holiday 春节",
          "02-24 00:00 counted 2", "02-25 17:30 end"}},
        {"working days over a weekend",
         "5wd",
         "2026-03-05 10:00",
         {"03-05 10:00 start_day", "03-06 00:00 counted 1", "03-07 00:00 weekend",
          "03-09 00:00 counted 4", "03-12 17:30 end"}},
        {"a working day from a start at night",
         "1wd night=23:00-08:00",
         "2026-03-03 23:30",
         {"03-03 23:30 deferred", "03-04 08:00 start_day", "03-05 00:00 counted 1",
          "03-05 17:30 end"}},
        {"the day of the start counts",
         "2wd inclusive",
         "2026-03-05 10:00",
         {"03-05 10:00 counted 2", "03-06 17:30 end"}},
        {"the day of the start is over",
         "1wd inclusive",
         "2026-03-06 17:30",
         {"03-06 17:30 deferred", "03-09 00:00 counted 1", "03-09 17:30 end"}},
        {"by instants",
         "2wd instant",
         "2026-03-05 10:00",
         {"03-05 10:00 counted 1", "03-07 00:00 weekend", "03-09 00:00 counted 1",
          "03-09 10:00 end"}},
        {"by instants from the lunch break",
         "1wd instant",
         "2026-03-05 12:30",
         {"03-05 12:30 deferred", "03-05 13:30 counted 1", "03-06 13:30 end"}},
        {"calendar days count days off",
         "5d",
         "2026-03-05 10:00",
         {"03-05 10:00 start_day", "03-06 00:00 counted 5", "03-10 17:30 end"}},
        {"the last calendar day is off",
         "2d",
         "2026-03-05 10:00",
         {"03-05 10:00 start_day", "03-06 00:00 counted 2", "03-08 00:00 rolled",
          "03-09 17:30 end"}},
        {"calendar days by instants",
         "2d instant",
         "2026-03-05 10:00",
         {"03-05 10:00 counted 2", "03-07 10:00 end"}},
        {"the same day",
         "same_day",
         "2026-03-05 10:00",
         {"03-05 10:00 counted 1", "03-05 17:30 end"}},
        {"the same day past the cut-off",
         "same_day cutoff=16:00",
         "2026-03-06 16:00",
         {"03-06 16:00 deferred", "03-09 00:00 counted 1", "03-09 17:30 end"}},
        {"the same day on a Sunday",
         "same_day any_day",
         "2026-03-08 10:00",
         {"03-08 10:00 counted 1", "03-09 00:00 end"}},
        {"natural time",
         "30min",
         "2026-03-07 23:50",
         {"03-07 23:50 counted 30", "03-08 00:20 end"}},
        {"hours from the next day",
         "2h next_day",
         "2026-03-07 13:00",
         {"03-07 13:00 deferred", "03-08 00:00 counted 120", "03-08 02:00 end"}},
        {"working hours over lunch, night and weekend",
         "8wh",
         "2026-03-06 11:00",
         {"03-06 11:00 counted 60", "03-06 12:00 outside_hours", "03-06 13:30 counted 240",
          "03-06 17:30 outside_hours", "03-07 00:00 weekend", "03-09 00:00 outside_hours",
          "03-09 08:30 counted 180", "03-09 11:30 end"}},
        {"working minutes from a holiday",
         "30wmin",
         "2026-02-20 11:00",
         {"02-20 11:00 deferred", "02-24 08:30 counted 30", "02-24 09:00 end"}},
        {"working hours on a make-up day",
         "1wh",
         "2026-02-14 09:00",
         {"02-14 09:00 counted 60 春节", "02-14 10:00 end"}},
    };
    for (const Row& row : table) {
        INFO(row.what);
        Derivation derivation;
        derivation.limit = limit_of_text(row.limit);
        CHECK(lines_of(derivation, at(row.start)) == row.lines);
    }
}

TEST_CASE("segments show pauses extensions and caps") {
    struct Row {
        std::string what, limit;
        std::vector<std::pair<std::string, std::string>> pauses;
        int extended;
        std::string cap;
        Lines lines;
    };
    const std::string start = "2026-03-05 10:00";  // a Thursday
    const std::vector<Row> table{
        {"a working day that closed in a pause",
         "2wd",
         {{"2026-03-06 15:00", "2026-03-09 09:00"}},
         0,
         "",
         {"03-05 10:00 start_day", "03-06 00:00 paused why", "03-07 00:00 weekend",
          "03-09 00:00 counted 2", "03-10 17:30 end"}},
        {"a pause within a day takes nothing from days",
         "1wd",
         {{"2026-03-06 09:00", "2026-03-06 17:29"}},
         0,
         "",
         {"03-05 10:00 start_day", "03-06 00:00 counted 1", "03-06 17:30 end"}},
        {"working time in a pause",
         "3wh",
         {{"2026-03-05 11:00", "2026-03-05 14:00"}},
         0,
         "",
         {"03-05 10:00 counted 60", "03-05 11:00 paused why", "03-05 14:00 counted 120",
          "03-05 16:00 end"}},
        {"a start in a pause that ends at night",
         "1wh",
         {{"2026-03-05 09:00", "2026-03-05 20:00"}},
         0,
         "",
         {"03-05 10:00 paused why", "03-05 20:00 outside_hours", "03-06 08:30 counted 60",
          "03-06 09:30 end"}},
        {"natural time in a pause",
         "2h",
         {{"2026-03-05 09:00", "2026-03-05 11:00"}, {"2026-03-05 12:00", "2026-03-06 12:00"}},
         0,
         "",
         {"03-05 10:00 paused why", "03-05 11:00 counted 60", "03-05 12:00 paused why",
          "03-06 12:00 counted 60", "03-06 13:00 end"}},
        {"calendar days in a pause",
         "2d",
         {{"2026-03-06 15:00", "2026-03-08 15:00"}},
         0,
         "",
         {"03-05 10:00 start_day", "03-06 00:00 paused why", "03-08 00:00 counted 2",
          "03-09 17:30 end"}},
        {"an extension begins with the day after the due day",
         "1wd",
         {},
         2,
         "",
         {"03-05 10:00 start_day", "03-06 00:00 counted 1", "03-06 17:30 outside_hours",
          "03-07 00:00 weekend", "03-09 00:00 extension 2", "03-10 17:30 end"}},
        {"an extension of natural time",
         "24h",
         {},
         1,
         "",
         {"03-05 10:00 counted 1440", "03-06 10:00 start_day", "03-07 00:00 weekend",
          "03-09 00:00 extension 1", "03-09 17:30 end"}},
        {"a cap takes days",
         "3wd",
         {},
         0,
         "2026-03-09 12:00",
         {"03-05 10:00 start_day", "03-06 00:00 counted 1", "03-07 00:00 weekend",
          "03-09 00:00 counted", "03-09 12:00 cut", "03-10 17:30 end"}},
        {"a cap takes hours",
         "4h",
         {},
         0,
         "2026-03-05 11:30",
         {"03-05 10:00 counted 90", "03-05 11:30 cut", "03-05 14:00 end"}},
        {"a cap after the end takes nothing",
         "4h",
         {},
         0,
         "2026-03-05 14:00",
         {"03-05 10:00 counted 240", "03-05 14:00 end"}},
        {"a cap before the start takes all",
         "1wd",
         {},
         0,
         "2026-03-01 11:30",
         {"03-05 10:00 cut", "03-06 17:30 end"}},
    };
    for (const Row& row : table) {
        INFO(row.what);
        Derivation derivation;
        derivation.limit = limit_of_text(row.limit);
        derivation.extended_working_days = row.extended;
        for (const auto& [from, to] : row.pauses)
            derivation.pauses.push_back({at(from), at(to), "why"});
        if (!row.cap.empty()) derivation.cap = at(row.cap);
        CHECK(lines_of(derivation, at(start)) == row.lines);
    }
}

// Then the last day has no stretch of its own.
TEST_CASE("a day completed by its first instant is counted in what came before it") {
    CalendarSpec spec;
    spec.known_from_year = 2026;
    spec.known_to_year = 2026;
    for (std::size_t i = 0; i < 5; ++i)
        spec.week[i] = {{0, 1440}};
    Derivation derivation;
    derivation.limit = limit_of_text("2wd instant");
    const Instant start = at("2026-03-06 00:00");
    const std::vector<Segment> expected{
        {start, at("2026-03-07 00:00"), SegmentKind::counted, 0, ""},
        {at("2026-03-07 00:00"), at("2026-03-09 00:00"), SegmentKind::weekend, 0, ""},
        {at("2026-03-09 00:00"), at("2026-03-10 00:00"), SegmentKind::counted, 2, ""},
    };
    CHECK(segments_of(derivation, WorkCalendar{spec}, start) == expected);
}
