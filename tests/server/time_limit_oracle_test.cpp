// Limits on the shipped calendar of China against walking. The oracle's days are restated in
// tests/support/china_days.hpp, so a wrong day in either shows.
#include "server/config/calendar_file.hpp"
#include "tests/rules/calendar_oracle.hpp"
#include "tests/rules/limit_oracle.hpp"
#include "tests/rules/random_limit.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/china_days.hpp"

#include <iostream>

using namespace hotline;
using namespace hotline::server;
using namespace hotline::test;

TEST_CASE("limits on the shipped calendar agree with walking over the restated days") {
    const auto calendar =
        load_calendar(std::string{HOTLINE_SOURCE_DIR} + "/config/calendars/china.toml");
    const CalendarSpec spec = china_spec();
    const CalendarOracle days{spec};
    const LimitOracle limits{days};
    int days_seen = 0;
    for (Day today = day(2018, 1, 1); today <= day(2026, 12, 31); today += std::chrono::days{1}) {
        ++days_seen;
        if (calendar->is_working_day(today) == days.day_works(today)) continue;
        CAPTURE(text(days.instant(today, 0)));
        CHECK(calendar->is_working_day(today) == days.day_works(today));
    }
    CHECK(days_seen == 3287);

    constexpr int of_china = 100'000;
    Random random{seed_of_run("time_limit_oracle_test")};
    int cases = 0;
    for (; cases < of_china; ++cases) {
        const Instant start = random_instant(random, spec, days);
        const Derivation derivation = random_derivation(random, days, start);
        const CountedInstant due = due_of(derivation, *calendar, start);
        const CountedInstant walked = limits.due(derivation, start);
        if (due == walked) continue;
        INFO(text(derivation, start));
        REQUIRE(text(due.at) == text(walked.at));
        REQUIRE(due.guessed == walked.guessed);
    }
    std::cout << "time_limit_oracle_test: " << cases << " random cases\n";
    CHECK(cases == of_china);
}
