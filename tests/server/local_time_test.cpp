// Times of the wall clock: what is one, and in which zone.
#include "server/config/local_time.hpp"

#include "tests/support/calendar_text.hpp"
#include "tests/support/catch.hpp"

using namespace hotline;
using namespace hotline::server;
using namespace hotline::test;

namespace {

WorkCalendar calendar_at(int utc_offset_minutes) {
    CalendarSpec spec;
    spec.utc_offset_minutes = utc_offset_minutes;
    spec.known_from_year = spec.known_to_year = 2026;
    spec.week[0] = {{510, 1050}};
    return WorkCalendar{spec};
}

}  // namespace

TEST_CASE("a local time is a day and a time to the minute or the second") {
    const auto time = parse_local_time("2026-02-13 16:00");
    REQUIRE(time);
    CHECK(time->day == day(2026, 2, 13));
    CHECK(time->time_of_day == std::chrono::hours{16});
    CHECK(parse_local_time("2026-02-13T16:00:30")->time_of_day ==
          std::chrono::hours{16} + std::chrono::seconds{30});
    for (const std::string wrong :
         {"", "2026-02-13", "2026-02-13 24:00", "2026-02-13 16:60", "2026-02-29 16:00",
          "2026-02-13  6:00", "2026-02-13 16:00:60", "2026-02-13 16:00:3x", "2026-02-13_16:00",
          "2026-02-13 16:00 ", "02-13 16:00", "2026-02-13 16:00:300"})
        CHECK_FALSE(parse_local_time(wrong));
}

TEST_CASE("an instant is local to the calendar unless it carries an offset") {
    const WorkCalendar china = calendar_at(480);
    const WorkCalendar west = calendar_at(-330);
    CHECK(utc_offset_minutes(china) == 480);
    CHECK(utc_offset_minutes(west) == -330);
    CHECK(parse_instant("2026-02-13 16:00", china) == at("2026-02-13 16:00"));
    CHECK(parse_instant("2026-02-13T16:00+08:00", west) == at("2026-02-13 16:00"));
    CHECK(parse_instant("2026-02-13T08:00:00Z", west) == at("2026-02-13 16:00"));
    CHECK(parse_instant("2026-02-13T02:30-05:30", china) == at("2026-02-13 16:00"));
    CHECK(parse_instant("2026-02-13T02:30", west) == at("2026-02-13 16:00"));
    for (const std::string wrong :
         {"", "x", "2026-02-13", "2026-02-13T16:00+8", "2026-02-13T16:00z",
          "2026-02-13T16:00+08:00Z", "2026-02-13T16:00+15:00", "-+Z"})
        CHECK_FALSE(parse_instant(wrong, china));
}

TEST_CASE("an instant is written as exactly as it is and in the calendar's zone") {
    const WorkCalendar china = calendar_at(480);
    CHECK(local_text(china, at("2026-02-13 16:00")) == "2026-02-13 16:00");
    CHECK(local_text(china, at("2026-02-13 16:00") + std::chrono::seconds{5}) ==
          "2026-02-13 16:00:05");
    CHECK(local_text(china, at("2026-02-13 17:30") + Millis{1}) == "2026-02-13 17:30:00.001");
    CHECK(local_text(china, at("1969-12-31 00:00")) == "1969-12-31 00:00");
    CHECK(local_text(calendar_at(-330), at("2026-02-13 16:00")) == "2026-02-13 02:30");
}
