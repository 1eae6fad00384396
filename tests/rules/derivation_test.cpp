// Pauses, extensions and caps, and what lies outside the calendar or beyond reason.
#include "tests/rules/city_limits.hpp"
#include "tests/support/catch.hpp"
#include "ticketing/rules/time_limit.hpp"

#include <limits>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using namespace hotline;
using namespace hotline::test;

namespace {

std::string due_with(const std::string& limit_text, const std::string& start,
                     const std::vector<std::pair<std::string, std::string>>& pauses,
                     int extended = 0) {
    Derivation derivation;
    derivation.limit = limit_of_text(limit_text);
    derivation.extended_working_days = extended;
    for (const auto& [from, to] : pauses)
        derivation.pauses.push_back({at(from), at(to), "litigation"});
    return text(due_of(derivation, china_city(), at(start)).at);
}

}  // namespace

TEST_CASE("time in a pause does not count") {
    struct Paused {
        std::string why, limit, start;
        std::vector<std::pair<std::string, std::string>> pauses;
        std::string due;
    };
    const std::vector<Paused> table{
        {"natural",
         "2h",
         "2026-03-05 10:00",
         {{"2026-03-05 11:00", "2026-03-07 11:00"}},
         "2026-03-07 12:00"},
        {"from before the start",
         "2h",
         "2026-03-05 10:00",
         {{"2026-03-04 11:00", "2026-03-05 10:30"}},
         "2026-03-05 12:30"},
        {"over before the start",
         "2h",
         "2026-03-05 10:00",
         {{"2026-03-04 11:00", "2026-03-05 10:00"}},
         "2026-03-05 12:00"},
        {"after the end",
         "2h",
         "2026-03-05 10:00",
         {{"2026-03-05 12:01", "2026-03-07 11:00"}},
         "2026-03-05 12:00"},
        {"from the very end",
         "2h",
         "2026-03-05 10:00",
         {{"2026-03-05 12:00", "2026-03-07 11:00"}},
         "2026-03-07 11:00"},
        {"two that touch",
         "2h",
         "2026-03-05 10:00",
         {{"2026-03-05 11:00", "2026-03-05 12:00"}, {"2026-03-05 12:00", "2026-03-05 13:00"}},
         "2026-03-05 14:00"},
        {"an empty one",
         "2h",
         "2026-03-05 10:00",
         {{"2026-03-05 11:00", "2026-03-05 11:00"}},
         "2026-03-05 12:00"},
        {"working time over lunch",
         "3wh",
         "2026-03-05 10:00",
         {{"2026-03-05 11:00", "2026-03-05 14:00"}},
         "2026-03-05 16:00"},
        {"working time over a weekend",
         "1wh",
         "2026-03-06 17:00",
         {{"2026-03-06 17:15", "2026-03-09 08:30"}},
         "2026-03-09 09:15"},
        {"a working day that closes in it",
         "1wd",
         "2026-03-05 10:00",
         {{"2026-03-06 17:29", "2026-03-06 17:31"}},
         "2026-03-09 17:30"},
        {"one that closes as it begins",
         "1wd",
         "2026-03-05 10:00",
         {{"2026-03-06 17:30", "2026-03-06 17:31"}},
         "2026-03-09 17:30"},
        {"one that closes as it ends",
         "1wd",
         "2026-03-05 10:00",
         {{"2026-03-06 08:30", "2026-03-06 17:30"}},
         "2026-03-06 17:30"},
        {"five of seven",
         "5wd",
         "2026-03-02 10:00",
         {{"2026-03-04 09:00", "2026-03-06 09:00"}},
         "2026-03-11 17:30"},
        {"the day of the start is paused too",
         "1wd",
         "2026-03-05 10:00",
         {{"2026-03-05 10:00", "2026-03-06 09:00"}},
         "2026-03-06 17:30"},
        {"by instants",
         "1wd instant",
         "2026-03-05 10:00",
         {{"2026-03-06 09:00", "2026-03-06 10:30"}},
         "2026-03-09 10:00"},
        {"calendar days by instants",
         "2d instant",
         "2026-03-05 10:00",
         {{"2026-03-06 09:00", "2026-03-06 10:30"}},
         "2026-03-08 10:00"},
        {"calendar days by midnights",
         "2d",
         "2026-03-02 10:00",
         {{"2026-03-03 23:00", "2026-03-04 01:00"}},
         "2026-03-05 17:30"},
        {"a last calendar day that closes in it",
         "2d",
         "2026-03-02 10:00",
         {{"2026-03-04 17:00", "2026-03-04 18:00"}},
         "2026-03-05 17:30"},
        {"the same day",
         "same_day",
         "2026-03-05 10:00",
         {{"2026-03-05 11:00", "2026-03-06 11:00"}},
         "2026-03-06 17:30"},
        {"the same day on any day",
         "same_day any_day",
         "2026-03-05 10:00",
         {{"2026-03-05 11:00", "2026-03-06 11:00"}},
         "2026-03-07 00:00"},
        {"an inclusive day",
         "1wd inclusive",
         "2026-03-05 10:00",
         {{"2026-03-05 11:00", "2026-03-06 11:00"}},
         "2026-03-06 17:30"},
    };
    for (const Paused& row : table) {
        INFO(row.why);
        CHECK(due_with(row.limit, row.start, row.pauses) == row.due);
    }
}

TEST_CASE("an extension counts working days after the due day") {
    CHECK(due_with("5wd", "2026-03-02 10:00", {}, 10) == "2026-03-23 17:30");
    CHECK(due_with("24h", "2026-03-05 10:00", {}, 1) == "2026-03-09 17:30");
    CHECK(due_with("24h", "2026-03-06 10:00", {}, 1) == "2026-03-09 17:30");
    CHECK(due_with("2d", "2026-03-05 10:00", {}, 1) == "2026-03-10 17:30");
    // Midnight is the end of Thursday, so Friday is the first day of the extension.
    CHECK(due_with("same_day any_day", "2026-03-05 10:00", {}, 1) == "2026-03-06 17:30");
    CHECK(due_with("1wd", "2026-03-05 10:00", {{"2026-03-09 10:00", "2026-03-10 09:00"}}, 2) ==
          "2026-03-11 17:30");
    CHECK(due_with("1wd", "2026-02-13 16:00", {}, 1) == "2026-02-24 17:30");
}

TEST_CASE("a cap holds whatever the limit the extension and the pauses say") {
    Derivation derivation;
    derivation.limit = limit_of_text("5wd");
    derivation.extended_working_days = 5;
    derivation.pauses = {{at("2026-03-03 10:00"), at("2026-03-06 10:00"), "litigation"}};
    const Instant start = at("2026-03-02 10:00");
    CHECK(text(due_of(derivation, china_city(), start).at) == "2026-03-19 17:30");
    derivation.cap = at("2026-03-05 12:00");
    CHECK(text(due_of(derivation, china_city(), start).at) == "2026-03-05 12:00");
    derivation.cap = at("2026-03-01 12:00");
    CHECK(text(due_of(derivation, china_city(), start).at) == "2026-03-01 12:00");
    derivation.cap = at("2026-03-20 12:00");
    CHECK(text(due_of(derivation, china_city(), start).at) == "2026-03-19 17:30");
}

TEST_CASE("a count that reaches a year without a published calendar is guessed") {
    struct Guess {
        std::string limit, start;
        bool guessed;
    };
    const std::vector<Guess> table{
        {"1wd", "2026-12-30 10:00", false},
        {"1wd", "2026-12-31 10:00", true},
        {"1wd inclusive", "2026-12-31 10:00", false},
        {"same_day", "2026-12-31 17:30", true},
        {"same_day", "2026-12-31 17:29", false},
        {"1wd instant", "2026-12-31 10:00", true},
        {"30wmin", "2026-12-31 17:00", false},
        {"31wmin", "2026-12-31 17:00", true},
        {"1d", "2026-12-31 10:00", true},
        {"1d", "2026-12-30 10:00", false},
        {"48h", "2026-12-31 10:00", false},
        {"2d instant", "2026-12-31 10:00", false},
        {"same_day any_day", "2027-06-01 10:00", false},
        {"1wd", "2017-12-31 10:00", false},
        {"1wd inclusive", "2017-12-29 10:00", true},
    };
    for (const Guess& row : table) {
        INFO(row.limit << " from " << row.start);
        CHECK(due_of(limit_of_text(row.limit), china_city(), at(row.start)).guessed == row.guessed);
    }
    Derivation extended;
    extended.limit = limit_of_text("1h");
    extended.extended_working_days = 1;
    CHECK(due_of(extended, china_city(), at("2026-12-31 10:00")).guessed);
    CHECK_FALSE(due_of(extended, china_city(), at("2026-12-30 10:00")).guessed);
}

TEST_CASE("a limit outside the calendar is an error and never a guess") {
    const std::vector<std::string> limits{
        "1h",           "1wh",        "1wd",      "1wd instant",
        "1d",           "1d instant", "same_day", "same_day any_day",
        "1wd inclusive"};
    for (const std::string& text : limits) {
        INFO(text);
        CHECK_THROWS_AS(due_of(limit_of_text(text), china_city(), at("2016-12-31 10:00")),
                        std::out_of_range);
        CHECK_THROWS_AS(due_of(limit_of_text(text), china_city(), at("2033-01-01 10:00")),
                        std::out_of_range);
        CHECK_NOTHROW(due_of(limit_of_text(text), china_city(), at("2032-12-29 10:00")));
    }
    const Instant last = at("2032-12-31 16:00");  // a Friday, the last day of the calendar
    CHECK_THROWS_AS(due_of(limit_of_text("9h"), china_city(), last), std::out_of_range);
    CHECK(text(due_of(limit_of_text("8h"), china_city(), last).at) == "2033-01-01 00:00");
    CHECK(text(due_of(limit_of_text("same_day any_day"), china_city(), last).at) ==
          "2033-01-01 00:00");
    CHECK_THROWS_AS(due_of(limit_of_text("1wd"), china_city(), last), std::out_of_range);
    CHECK_THROWS_AS(due_of(limit_of_text("2wh"), china_city(), last), std::out_of_range);
    // A pause that ends beyond it, only when the limit reaches it.
    CHECK(due_with("1wd", "2032-12-29 10:00", {{"2032-12-31 10:00", "2040-01-01 10:00"}}) ==
          "2032-12-30 17:30");
    for (const char* text : {"3wd", "3d", "3d instant", "72h", "20wh"}) {
        INFO(text);
        CHECK_THROWS_AS(
            due_with(text, "2032-12-29 10:00", {{"2032-12-31 10:00", "2040-01-01 10:00"}}),
            std::out_of_range);
    }
}

TEST_CASE("amounts beyond reason are errors and do not overflow") {
    for (const LimitUnit unit :
         {LimitUnit::minutes, LimitUnit::hours, LimitUnit::working_minutes,
          LimitUnit::working_hours, LimitUnit::working_days, LimitUnit::calendar_days}) {
        for (const Counting counting :
             {Counting::civil_code, Counting::instant, Counting::inclusive}) {
            TimeLimit most;
            most.unit = unit;
            most.counting = counting;
            most.amount = std::numeric_limits<std::int32_t>::max();
            CHECK_THROWS_AS(due_of(most, china_city(), at("2026-03-02 10:00")), std::out_of_range);
            for (const std::int32_t amount : {0, -1, std::numeric_limits<std::int32_t>::min()}) {
                most.amount = amount;
                CHECK_THROWS_AS(due_of(most, china_city(), at("2026-03-02 10:00")),
                                std::invalid_argument);
            }
        }
    }
    Derivation extended;
    extended.limit = limit_of_text("1wd");
    extended.extended_working_days = std::numeric_limits<std::int32_t>::max();
    CHECK_THROWS_AS(due_of(extended, china_city(), at("2026-03-02 10:00")), std::out_of_range);
}
