// Where limits end: a table for every unit and option, at the edges.
#include "ticketing/rules/time_limit.hpp"

#include "tests/rules/city_limits.hpp"
#include "tests/support/catch.hpp"

#include <string>
#include <vector>

using namespace hotline;
using namespace hotline::test;

namespace {

struct Row {
    std::string why, limit, start, due;
};

void check(const std::vector<Row>& table) {
    for (const Row& row : table) {
        INFO(row.why << ": " << row.limit);
        CHECK(text(due_of(limit_of_text(row.limit), china_city(), at(row.start)).at) == row.due);
    }
}

}  // namespace

TEST_CASE("natural time runs on any day at any hour") {
    check({
        {"over midnight into a holiday", "15min", "2026-02-16 23:50", "2026-02-17 00:05"},
        {"over the year's end", "24h", "2025-12-31 23:50", "2026-01-01 23:50"},
        {"over the leap day", "24h", "2024-02-28 12:00", "2024-02-29 12:00"},
        {"from the leap day", "24h", "2024-02-29 12:00", "2024-03-01 12:00"},
        {"from the next day", "2h next_day", "2026-03-06 18:00", "2026-03-07 02:00"},
        {"from the next day at midnight", "2h next_day", "2026-03-06 00:00", "2026-03-07 02:00"},
        {"72 hours of a county", "72h", "2026-03-06 18:00", "2026-03-09 18:00"},
    });
}

TEST_CASE("working time runs in business hours alone") {
    check({
        {"over lunch", "30wmin", "2026-03-02 11:45", "2026-03-02 13:45"},
        {"up to lunch", "30wmin", "2026-03-02 11:30", "2026-03-02 12:00"},
        {"from lunch", "30wmin", "2026-03-02 12:30", "2026-03-02 14:00"},
        {"up to the close", "4wh", "2026-03-02 13:30", "2026-03-02 17:30"},
        {"from the close", "1wmin", "2026-03-02 17:30", "2026-03-03 08:31"},
        {"over the weekend", "8wh", "2026-03-06 13:30", "2026-03-09 14:00"},
        {"into a half day", "4wh", "2026-03-12 17:00", "2026-03-13 12:00"},
        {"over a half day", "4wh", "2026-03-13 11:30", "2026-03-16 17:00"},
        {"on a make-up Saturday", "1wh", "2026-02-14 08:30", "2026-02-14 09:30"},
        {"over the Spring Festival", "1wh", "2026-02-14 17:00", "2026-02-24 09:00"},
        {"from the next day", "1wh next_day", "2026-03-06 09:00", "2026-03-09 09:30"},
        {"from the night's end", "1wh night=20:00-10:00", "2026-03-03 21:00", "2026-03-04 11:00"},
    });
}

TEST_CASE("working days end with the close of business of the last") {
    check({
        {"the day of the start does not count", "1wd", "2026-03-02 00:00", "2026-03-03 17:30"},
        {"nor when it is nearly over", "1wd", "2026-03-02 23:50", "2026-03-03 17:30"},
        {"over a weekend", "5wd", "2026-03-05 10:00", "2026-03-12 17:30"},
        {"a half day is a day", "1wd", "2026-03-12 10:00", "2026-03-13 12:00"},
        {"so is one without a morning", "1wd", "2026-03-13 10:00", "2026-03-16 17:30"},
        {"over the Spring Festival", "2wd", "2026-02-13 16:00", "2026-02-24 17:30"},
        {"from the next day is the same", "13wd next_day", "2026-03-02 10:00", "2026-03-19 17:30"},
        {"as without it", "13wd", "2026-03-02 10:00", "2026-03-19 17:30"},
        {"the leap day is a day", "1wd", "2024-02-28 10:00", "2024-02-29 17:30"},
        {"over the year's end", "1wd", "2025-12-31 10:00", "2026-01-04 17:30"},
        {"the holiday that moved while it ran", "3wd", "2020-01-22 10:00", "2020-02-04 17:30"},
    });
}

TEST_CASE("working days by instants end at the start's time of day") {
    check({
        {"the same time", "2wd instant", "2026-03-05 10:00", "2026-03-09 10:00"},
        {"from lunch", "1wd instant", "2026-03-05 12:10", "2026-03-06 13:30"},
        {"after the close", "1wd instant", "2026-03-06 17:30", "2026-03-10 08:30"},
        {"into a half day", "1wd instant", "2026-03-12 15:00", "2026-03-13 12:00"},
        {"into one without a morning", "1wd instant", "2026-03-13 09:00", "2026-03-16 13:30"},
        {"from the next day", "1wd instant next_day", "2026-03-05 10:00", "2026-03-09 08:30"},
    });
}

TEST_CASE("an inclusive limit counts the day of the start") {
    check({
        {"one day is today", "1wd inclusive", "2026-03-05 10:00", "2026-03-05 17:30"},
        {"before the opening", "1wd inclusive", "2026-03-05 00:00", "2026-03-05 17:30"},
        {"in the lunch break", "1wd inclusive", "2026-03-05 12:30", "2026-03-05 17:30"},
        {"at the close it is over", "1wd inclusive", "2026-03-05 17:30", "2026-03-06 17:30"},
        {"a half day is over at noon", "1wd inclusive", "2026-03-13 12:00", "2026-03-16 17:30"},
        {"from a Sunday", "2wd inclusive", "2026-03-08 10:00", "2026-03-10 17:30"},
        {"calendar days", "3d inclusive", "2026-03-03 23:50", "2026-03-05 17:30"},
        {"a day off counts too", "3d inclusive", "2026-03-07 10:00", "2026-03-09 17:30"},
        {"one calendar day off", "1d inclusive", "2026-03-07 10:00", "2026-03-09 17:30"},
        {"one calendar day at its close", "1d inclusive", "2026-03-05 17:30", "2026-03-06 17:30"},
        {"one calendar day after its close", "1d inclusive", "2026-03-05 18:00",
         "2026-03-06 17:30"},
    });
}

TEST_CASE("calendar days end with the close of business of the last or roll on") {
    check({
        {"a working day", "3d", "2026-03-02 10:00", "2026-03-05 17:30"},
        {"a Saturday", "5d", "2026-03-02 10:00", "2026-03-09 17:30"},
        {"a make-up Saturday", "2d", "2026-02-12 10:00", "2026-02-14 17:30"},
        {"a holiday", "3d", "2026-02-13 10:00", "2026-02-24 17:30"},
        {"a half day", "1d", "2026-03-12 10:00", "2026-03-13 12:00"},
        {"over the leap day", "2d", "2024-02-27 10:00", "2024-02-29 17:30"},
        {"no leap day", "2d", "2026-02-26 10:00", "2026-02-28 17:30"},
        {"over the year's end", "7d", "2025-12-27 10:00", "2026-01-04 17:30"},
        {"by instants each is 24 hours", "5d instant", "2026-03-02 10:00", "2026-03-07 10:00"},
        {"by instants from the next day", "1d instant next_day", "2026-03-02 10:00",
         "2026-03-04 00:00"},
    });
}

TEST_CASE("a same-day limit ends with the day or belongs to the next") {
    check({
        {"in the morning", "same_day", "2026-03-05 00:00", "2026-03-05 17:30"},
        {"a minute before the close", "same_day", "2026-03-05 17:29", "2026-03-05 17:30"},
        {"at the close", "same_day", "2026-03-05 17:30", "2026-03-06 17:30"},
        {"at ten to midnight", "same_day", "2026-03-05 23:50", "2026-03-06 17:30"},
        {"at ten to midnight of a Friday", "same_day", "2026-03-06 23:50", "2026-03-09 17:30"},
        {"on a holiday", "same_day", "2026-02-17 10:00", "2026-02-24 17:30"},
        {"on a make-up Saturday", "same_day", "2026-02-14 10:00", "2026-02-14 17:30"},
        {"on a half day", "same_day", "2026-03-13 11:59", "2026-03-13 12:00"},
        {"a minute before the cut-off", "same_day cutoff=16:00", "2026-03-05 15:59",
         "2026-03-05 17:30"},
        {"at the cut-off", "same_day cutoff=16:00", "2026-03-05 16:00", "2026-03-06 17:30"},
        {"at the cut-off of a Friday", "same_day cutoff=16:00", "2026-03-06 16:00",
         "2026-03-09 17:30"},
        {"past the cut-off of a Saturday", "same_day cutoff=16:00", "2026-03-07 16:30",
         "2026-03-09 17:30"},
        {"any day", "same_day any_day", "2026-03-07 23:50", "2026-03-08 00:00"},
        {"any day past the cut-off", "same_day any_day cutoff=22:00", "2026-03-06 22:00",
         "2026-03-08 00:00"},
        {"any day at midnight", "same_day any_day", "2026-03-07 00:00", "2026-03-08 00:00"},
        {"the day after", "same_day next_day", "2026-03-05 10:00", "2026-03-06 17:30"},
        {"the day after a Friday", "same_day next_day", "2026-03-06 10:00", "2026-03-09 17:30"},
        {"the day after the next", "same_day next_day cutoff=16:00", "2026-03-04 16:00",
         "2026-03-06 17:30"},
    });
}

TEST_CASE("a start in the night is moved to its end") {
    check({
        {"a minute before it", "30min night=23:00-08:00", "2026-03-05 22:59", "2026-03-05 23:29"},
        {"its first minute", "30min night=23:00-08:00", "2026-03-05 23:00", "2026-03-06 08:30"},
        {"after midnight", "30min night=23:00-08:00", "2026-03-06 00:00", "2026-03-06 08:30"},
        {"its last minute", "30min night=23:00-08:00", "2026-03-06 07:59", "2026-03-06 08:30"},
        {"its end", "30min night=23:00-08:00", "2026-03-06 08:00", "2026-03-06 08:30"},
        {"a noon", "30min night=12:00-13:30", "2026-03-06 12:00", "2026-03-06 14:00"},
        {"up to midnight", "30min night=22:00-24:00", "2026-03-06 22:00", "2026-03-07 00:30"},
        {"up to midnight too", "30min night=22:00-00:00", "2026-03-06 22:00", "2026-03-07 00:30"},
        {"over the year's end", "30min night=23:00-08:00", "2025-12-31 23:30", "2026-01-01 08:30"},
        {"working days then count from the next", "1wd night=23:00-08:00", "2026-03-05 23:30",
         "2026-03-09 17:30"},
        {"before the cut-off", "same_day cutoff=08:00 night=23:00-08:00", "2026-03-05 07:00",
         "2026-03-06 17:30"},
    });
    const Instant late = at("2026-03-05 23:00") + Millis{1};
    CHECK(text(due_of(limit_of_text("30min night=23:00-08:00"), china_city(), late).at) ==
          "2026-03-06 08:30");
    CHECK(text(due_of(limit_of_text("30min night=23:00-08:00"), china_city(),
                      at("2026-03-05 23:00") - Millis{1})
                   .at) == "2026-03-05 23:29 +59999 ms");
}
