// The working calendar by tables: the Civil Code's way of counting days (art. 200-203), make-up
// days, the Spring Festival, half days, and what happens at and beyond the edges of the table.
#include "ticketing/rules/calendar.hpp"

#include "tests/support/calendar_text.hpp"
#include "tests/support/catch.hpp"
#include "ticketing/rules/time_limit.hpp"

#include <string>
#include <vector>

using namespace hotline;
using namespace hotline::test;

namespace {

CalendarSpec week_of_2026() {
    CalendarSpec spec;
    spec.id = "cn-demo";
    spec.version = "2026.1";
    spec.known_from_year = 2026;
    spec.known_to_year = 2026;
    for (std::size_t i = 0; i < 5; ++i)
        spec.week[i] = {{510, 720}, {810, 1050}};
    return spec;
}

// The Spring Festival of 2026 (off 15 to 23 February, working on Saturdays 14 and 28), National
// Day, and a half day of the city's own.
WorkCalendar calendar_2026() {
    CalendarSpec spec = week_of_2026();
    for (int d = 15; d <= 23; ++d)
        spec.exceptions[day(2026, 2, d)] = {DayKind::holiday, "春节", {}};
    spec.exceptions[day(2026, 2, 14)] = {DayKind::make_up_day, "春节", {}};
    spec.exceptions[day(2026, 2, 28)] = {DayKind::make_up_day, "春节", {{540, 720}}};
    for (int d = 1; d <= 7; ++d)
        spec.exceptions[day(2026, 10, d)] = {DayKind::holiday, "国庆节", {}};
    spec.exceptions[day(2026, 3, 6)] = {DayKind::half_day, "植树", {{510, 720}}};
    return WorkCalendar{spec};
}

TimeLimit calendar_days(int days) {
    TimeLimit limit;
    limit.amount = days;
    limit.unit = LimitUnit::calendar_days;
    return limit;
}
TimeLimit by_instants(int days) {
    TimeLimit limit;
    limit.amount = days;
    limit.counting = Counting::instant;
    return limit;
}

}  // namespace

TEST_CASE("a limit in working days ends at the close of business of its last day") {
    const WorkCalendar calendar = calendar_2026();
    struct Row {
        std::string why, start;
        int days;
        std::string due;
    };
    const std::vector<Row> table{
        {"the day of the start is not counted", "2026-03-09 08:30", 1, "2026-03-10 17:30"},
        {"however early it starts", "2026-03-09 00:00", 1, "2026-03-10 17:30"},
        {"Friday 17:40 counts from Monday", "2026-03-13 17:40", 1, "2026-03-16 17:30"},
        {"so does Friday noon", "2026-03-13 12:00", 1, "2026-03-16 17:30"},
        {"five days cross a weekend", "2026-03-09 10:00", 5, "2026-03-16 17:30"},
        {"Saturday and Sunday start alike", "2026-03-14 10:00", 5, "2026-03-20 17:30"},
        {"a make-up Saturday is a working day", "2026-02-13 16:00", 1, "2026-02-14 17:30"},
        {"the Spring Festival is passed over", "2026-02-13 16:00", 2, "2026-02-24 17:30"},
        {"into the short make-up Saturday", "2026-02-13 16:00", 6, "2026-02-28 12:00"},
        {"a start within the holiday", "2026-02-18 09:00", 1, "2026-02-24 17:30"},
        {"a half day closes at noon", "2026-03-05 15:00", 1, "2026-03-06 12:00"},
        {"and is a whole working day", "2026-03-05 15:00", 2, "2026-03-09 17:30"},
        {"the last instant of a day is that day", "2026-03-09 23:59", 1, "2026-03-10 17:30"},
    };
    for (const Row& row : table) {
        INFO(row.why);
        const CountedInstant due = calendar.add_working_days_civil(at(row.start), row.days);
        CHECK(text(due.at) == row.due);
        CHECK_FALSE(due.guessed);
    }
}

TEST_CASE("a limit in calendar days that ends on a day off ends on the next working day") {
    const WorkCalendar calendar = calendar_2026();
    struct Row {
        std::string why, start;
        int days;
        std::string due;
    };
    const std::vector<Row> table{
        {"an ordinary day", "2026-03-09 10:00", 3, "2026-03-12 17:30"},
        {"the last day is a Saturday", "2026-03-11 10:00", 3, "2026-03-16 17:30"},
        {"the last day is a make-up Saturday", "2026-02-11 10:00", 3, "2026-02-14 17:30"},
        {"the last day is in the holiday", "2026-02-11 10:00", 4, "2026-02-24 17:30"},
        {"the last day is a half day", "2026-03-04 10:00", 2, "2026-03-06 12:00"},
    };
    for (const Row& row : table) {
        INFO(row.why);
        CHECK(text(due_of(calendar_days(row.days), calendar, at(row.start)).at) == row.due);
    }
}

TEST_CASE("counting by instants ends at the same time of a later working day") {
    const WorkCalendar calendar = calendar_2026();
    struct Row {
        std::string why, start;
        int days;
        std::string due;
    };
    const std::vector<Row> table{
        {"the same time", "2026-03-09 10:15", 1, "2026-03-10 10:15"},
        {"over a weekend", "2026-03-13 10:15", 1, "2026-03-16 10:15"},
        {"a start after hours moves to the opening", "2026-03-13 17:40", 1, "2026-03-17 08:30"},
        {"so does a start at the close", "2026-03-13 17:30", 1, "2026-03-17 08:30"},
        {"a start at noon moves to the afternoon", "2026-03-09 12:00", 1, "2026-03-10 13:30"},
        {"a start on a Sunday moves to Monday", "2026-03-15 11:00", 1, "2026-03-17 08:30"},
        {"a half day ends at its close", "2026-03-05 15:00", 1, "2026-03-06 12:00"},
        {"a later opening is waited for", "2026-02-27 08:40", 1, "2026-02-28 09:00"},
    };
    for (const Row& row : table) {
        INFO(row.why);
        CHECK(text(due_of(by_instants(row.days), calendar, at(row.start)).at) == row.due);
    }
}

TEST_CASE("working time runs only while the city works") {
    const WorkCalendar calendar = calendar_2026();
    struct Row {
        std::string why, start;
        int minutes;
        std::string end;
    };
    const std::vector<Row> table{
        {"within one interval", "2026-03-09 09:00", 60, "2026-03-09 10:00"},
        {"over noon", "2026-03-09 11:30", 60, "2026-03-09 14:00"},
        {"a filled morning ends at noon", "2026-03-09 08:30", 210, "2026-03-09 12:00"},
        {"a filled day ends at its close", "2026-03-09 08:30", 450, "2026-03-09 17:30"},
        {"one minute more is the next morning", "2026-03-09 08:30", 451, "2026-03-10 08:31"},
        {"from Friday evening", "2026-03-13 17:40", 1, "2026-03-16 08:31"},
        {"across the Spring Festival", "2026-02-14 17:00", 60, "2026-02-24 09:00"},
        {"before the opening", "2026-03-09 03:00", 30, "2026-03-09 09:00"},
    };
    for (const Row& row : table) {
        INFO(row.why);
        const CountedInstant end = calendar.add_working_time(at(row.start), Minutes{row.minutes});
        CHECK(text(end.at) == row.end);
        CHECK(calendar.working_time_between(at(row.start), end.at) == Minutes{row.minutes});
        CHECK(calendar.working_time_between(end.at, at(row.start)) == -Minutes{row.minutes});
    }
}

TEST_CASE("working time is half open and working days are days with any of it") {
    const WorkCalendar calendar = calendar_2026();
    CHECK_FALSE(calendar.is_working_time(at("2026-03-09 08:30") - Millis{1}));
    CHECK(calendar.is_working_time(at("2026-03-09 08:30")));
    CHECK(calendar.is_working_time(at("2026-03-09 12:00") - Millis{1}));
    CHECK_FALSE(calendar.is_working_time(at("2026-03-09 12:00")));
    CHECK_FALSE(calendar.is_working_time(at("2026-02-17 10:00")));
    CHECK(calendar.is_working_day(day(2026, 2, 14)));
    CHECK_FALSE(calendar.is_working_day(day(2026, 2, 16)));
    CHECK(calendar.intervals_of(day(2026, 2, 28)) == std::vector<WorkInterval>{{540, 720}});
    CHECK(calendar.intervals_of(day(2026, 2, 16)).empty());
    CHECK(text(calendar.opening_of(day(2026, 2, 28))) == "2026-02-28 09:00");
    CHECK_THROWS_AS(calendar.close_of(day(2026, 2, 16)), std::invalid_argument);
    REQUIRE(calendar.exception_of(day(2026, 2, 16)) != nullptr);
    CHECK(calendar.exception_of(day(2026, 2, 16))->name == "春节");
    CHECK(calendar.exception_of(day(2026, 3, 9)) == nullptr);
}

TEST_CASE("the next working time is now or the next opening") {
    const WorkCalendar calendar = calendar_2026();
    struct Row {
        std::string from, next, end;  // the end of the interval that holds `next`
    };
    const std::vector<Row> table{
        {"2026-03-09 08:30", "2026-03-09 08:30", "2026-03-09 12:00"},
        {"2026-03-09 11:59", "2026-03-09 11:59", "2026-03-09 12:00"},
        {"2026-03-09 12:00", "2026-03-09 13:30", "2026-03-09 17:30"},
        {"2026-03-13 17:30", "2026-03-16 08:30", "2026-03-16 12:00"},
        {"2026-02-15 00:00", "2026-02-24 08:30", "2026-02-24 12:00"},
        {"2026-02-28 00:00", "2026-02-28 09:00", "2026-02-28 12:00"},
    };
    for (const Row& row : table) {
        INFO(row.from);
        const Instant next = calendar.next_working_time(at(row.from));
        CHECK(text(next) == row.next);
        CHECK(text(calendar.working_interval_end(next)) == row.end);
    }
    CHECK_THROWS_AS(calendar.working_interval_end(at("2026-03-09 12:00")), std::invalid_argument);
    CHECK_THROWS_AS(calendar.next_working_time(at("2024-12-31 23:59")), std::out_of_range);
    CHECK_THROWS_AS(calendar.next_working_time(at("2032-12-31 17:30")), std::out_of_range);
}

TEST_CASE("the day of an instant is the civil date in the city") {
    const WorkCalendar calendar = calendar_2026();
    CHECK(calendar.day_of(at("2026-03-09 00:00")) == day(2026, 3, 9));
    CHECK(calendar.day_of(at("2026-03-09 00:00") - Millis{1}) == day(2026, 3, 8));
    CHECK(calendar.instant_of(day(2026, 3, 9), 1440) == calendar.instant_of(day(2026, 3, 10), 0));
    // 2026-03-08T16:00:00Z is midnight in China.
    CHECK(calendar.instant_of(day(2026, 3, 9), 0).time_since_epoch() == Millis{1772985600000});
}

TEST_CASE("working days are found before and after any day") {
    const WorkCalendar calendar = calendar_2026();
    struct Row {
        Day from;
        int n;
        Day expected;
    };
    const std::vector<Row> table{
        {day(2026, 3, 9), 0, day(2026, 3, 9)},    {day(2026, 3, 14), 0, day(2026, 3, 16)},
        {day(2026, 3, 9), 1, day(2026, 3, 10)},   {day(2026, 3, 14), 1, day(2026, 3, 16)},
        {day(2026, 3, 9), -1, day(2026, 3, 6)},   {day(2026, 3, 14), -1, day(2026, 3, 13)},
        {day(2026, 3, 15), -2, day(2026, 3, 12)}, {day(2026, 2, 24), -1, day(2026, 2, 14)},
    };
    for (const Row& row : table)
        CHECK(calendar.working_day_after(row.from, row.n) == row.expected);
    CHECK(calendar.working_days_between(day(2026, 2, 13), day(2026, 2, 24)) == 2);
    CHECK(calendar.working_days_between(day(2026, 3, 9), day(2026, 3, 9)) == 0);
    CHECK(calendar.working_days_between(day(2026, 3, 9), day(2026, 3, 6)) == 0);
    CHECK(calendar.working_days_between(day(2026, 3, 13), day(2026, 3, 15)) == 0);
    CHECK(calendar.working_days_between(day(2026, 3, 15), day(2026, 3, 16)) == 1);
}

TEST_CASE("a count into years without a published calendar is marked as guessed") {
    const WorkCalendar calendar = calendar_2026();
    CHECK(calendar.is_known(day(2026, 12, 31)));
    CHECK_FALSE(calendar.is_known(day(2027, 1, 1)));
    CHECK_FALSE(calendar.is_known(day(2025, 12, 31)));
    CHECK(calendar.add_working_days_civil(at("2026-12-30 10:00"), 1) ==
          CountedInstant{at("2026-12-31 17:30"), false});
    CHECK(calendar.add_working_days_civil(at("2026-12-30 10:00"), 2) ==
          CountedInstant{at("2027-01-01 17:30"), true});
    // The first day counted is the day after the start, so an unknown start does not make a guess.
    CHECK_FALSE(calendar.add_working_days_civil(at("2025-12-31 10:00"), 1).guessed);
    CHECK(calendar.add_working_days_civil(at("2025-12-30 10:00"), 1).guessed);
    CHECK(calendar.add_working_time(at("2026-12-31 17:00"), Minutes{31}).guessed);
    CHECK_FALSE(calendar.add_working_time(at("2026-12-31 17:00"), Minutes{30}).guessed);
}

TEST_CASE("an interval that ends at midnight belongs to the day it began on") {
    CalendarSpec spec = week_of_2026();
    for (auto& weekday : spec.week)
        weekday = {{0, 1440}};
    const WorkCalendar calendar{spec};
    CHECK(calendar.add_working_days_civil(at("2026-12-30 10:00"), 1) ==
          CountedInstant{at("2027-01-01 00:00"), false});
    CHECK(calendar.add_working_time(at("2026-12-31 23:00"), Minutes{60}) ==
          CountedInstant{at("2027-01-01 00:00"), false});
    CHECK(calendar.add_working_time(at("2026-12-31 23:00"), Minutes{61}).guessed);
    CHECK(calendar.working_time_between(at("2026-01-01 00:00"), at("2027-01-01 00:00")) ==
          Minutes{365 * 1440});
}

TEST_CASE("a day outside the table is an error and never a guess") {
    const WorkCalendar calendar = calendar_2026();  // 2025 to 2032
    CHECK(calendar.covers(day(2025, 1, 1)));
    CHECK_FALSE(calendar.covers(day(2024, 12, 31)));
    CHECK(calendar.covers(day(2032, 12, 31)));
    CHECK_FALSE(calendar.covers(day(2033, 1, 1)));
    CHECK_THROWS_AS(calendar.is_working_day(day(2033, 1, 1)), std::out_of_range);
    CHECK_THROWS_AS(calendar.is_working_day(day(2024, 12, 31)), std::out_of_range);
    CHECK_THROWS_AS(calendar.is_working_time(at("2033-01-01 00:00")), std::out_of_range);
    CHECK_THROWS_AS(calendar.working_day_after(day(2032, 12, 31), 1), std::out_of_range);
    CHECK_THROWS_AS(calendar.working_day_after(day(2025, 1, 1), -1), std::out_of_range);
    CHECK_THROWS_AS(calendar.add_working_days_civil(at("2032-12-31 10:00"), 1), std::out_of_range);
    CHECK_THROWS_AS(calendar.add_working_time(at("2032-12-31 17:00"), Minutes{31}),
                    std::out_of_range);
    CHECK_THROWS_AS(calendar.working_time_between(at("2024-12-31 23:00"), at("2025-01-02 00:00")),
                    std::out_of_range);
    CHECK(text(calendar.add_working_time(at("2032-12-31 17:00"), Minutes{30}).at) ==
          "2032-12-31 17:30");
    CHECK(calendar.working_time_between(at("2032-12-31 17:00"), at("2033-01-01 00:00")) ==
          Minutes{30});
}

TEST_CASE("a limit of nothing is refused") {
    const WorkCalendar calendar = calendar_2026();
    const Instant start = at("2026-03-09 10:00");
    CHECK_THROWS_AS(calendar.add_working_days_civil(start, 0), std::invalid_argument);
    CHECK_THROWS_AS(calendar.add_working_time(start, Millis{0}), std::invalid_argument);
}

TEST_CASE("a calendar that contradicts itself is refused with the day named") {
    struct Row {
        std::string message;
        void (*harm)(CalendarSpec&);
    };
    const std::vector<Row> table{
        {"no weekday works", [](CalendarSpec& spec) { spec.week = {}; }},
        {"Tuesday: intervals overlap or are out of order",
         [](CalendarSpec& spec) { spec.week[1] = {{510, 720}, {719, 800}}; }},
        {"Sunday: an interval ends before it starts or is empty",
         [](CalendarSpec& spec) { spec.week[6] = {{720, 720}}; }},
        {"Monday: an interval lies outside 00:00-24:00",
         [](CalendarSpec& spec) { spec.week[0] = {{720, 1441}}; }},
        {"Monday: an interval lies outside 00:00-24:00",
         [](CalendarSpec& spec) { spec.week[0] = {{-1, 20}}; }},
        {"2026-05-01: a holiday has working intervals",
         [](CalendarSpec& spec) {
             spec.exceptions[day(2026, 5, 1)] = {DayKind::holiday, "", {{510, 720}}};
         }},
        {"2026-05-01: a half day has no working intervals",
         [](CalendarSpec& spec) {
             spec.exceptions[day(2026, 5, 1)] = {DayKind::half_day, "", {}};
         }},
        {"2026-05-01: intervals overlap or are out of order",
         [](CalendarSpec& spec) {
             spec.exceptions[day(2026, 5, 1)] = {DayKind::half_day, "", {{600, 700}, {510, 720}}};
         }},
        {"2026-05-09: a make-up day follows Monday, and Monday does not work",
         [](CalendarSpec& spec) {
             spec.week[0] = {};
             spec.exceptions[day(2026, 5, 9)] = {DayKind::make_up_day, "", {}};
         }},
        {"2024-12-31: lies outside the calendar's years",
         [](CalendarSpec& spec) { spec.exceptions[day(2024, 12, 31)] = {}; }},
        {"the known years 2027 to 2026 are out of order or out of range",
         [](CalendarSpec& spec) { spec.known_from_year = 2027; }},
        {"the UTC offset is more than 14 hours",
         [](CalendarSpec& spec) { spec.utc_offset_minutes = 841; }},
    };
    for (const Row& row : table) {
        CalendarSpec spec = week_of_2026();
        row.harm(spec);
        std::string message;
        try {
            const WorkCalendar calendar{spec};
        } catch (const std::invalid_argument& error) {
            message = error.what();
        }
        CHECK(message == row.message);
    }
}
