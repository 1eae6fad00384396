// The working calendar against an oracle that knows nothing of intervals: it asks every minute, one
// after the other, whether the city works. Random calendars, random starts, random amounts; the
// seed is printed. HOTLINE_SEED=N runs one seed again.
#include "tests/rules/calendar_oracle.hpp"
#include "tests/support/calendar_text.hpp"
#include "tests/support/catch.hpp"
#include "ticketing/rules/calendar.hpp"

using namespace hotline;
using namespace hotline::test;

namespace {

constexpr int calendars = 8;
constexpr int cases_per_calendar = 800;  // of each of four tests: 25,600 in all
std::int64_t random_amount(Random& random) {
    const std::int64_t minutes_max = random.one_in(10) ? 3'000 : 600;
    if (random.one_in(3)) return random.between(1, minutes_max) * minute_ms;
    return random.between(1, minutes_max * minute_ms);
}

// Calls check(random, spec, calendar, oracle) `cases_per_calendar` times for each random calendar.
template <class Check>
void for_random_cases(Check check) {
    Random random{seed_of_run("calendar_property_test")};
    for (int i = 0; i < calendars; ++i) {
        const CalendarSpec spec = random_spec(random);
        const WorkCalendar calendar{spec};
        const CalendarOracle oracle{spec};
        for (int left = cases_per_calendar; left > 0; --left)
            check(random, spec, calendar, oracle);
    }
}

}  // namespace

TEST_CASE("adding working time agrees with walking minute by minute") {
    for_random_cases([](Random& random, const CalendarSpec& spec, const WorkCalendar& calendar,
                        const CalendarOracle& oracle) {
        const Instant start = random_instant(random, spec, oracle);
        const std::int64_t amount = random_amount(random);
        const CountedInstant end = calendar.add_working_time(start, Millis{amount});
        const Instant walked = oracle.add(start, amount);
        if (end.at != walked) REQUIRE(text(end.at) == text(walked));
        // Adding and measuring are inverse, by the calendar itself and by the oracle.
        if (calendar.working_time_between(start, end.at).count() != amount ||
            oracle.measure(start, end.at) != amount)
            FAIL("measured another amount than was added from " << text(start));
        bool all_known = true;
        const Day last = oracle.day_of(end.at - Millis{1});
        for (Day day = oracle.day_of(start); day <= last; day += std::chrono::days{1})
            all_known = all_known && oracle.known(day);
        if (end.guessed == all_known) FAIL("wrong guess from " << text(start));
        if (calendar.is_working_time(start) != oracle.working(start))
            FAIL("working time at " << text(start));
    });
}

TEST_CASE("working time is monotone and splits add up") {
    for_random_cases([](Random& random, const CalendarSpec& spec, const WorkCalendar& calendar,
                        const CalendarOracle& oracle) {
        const Instant start = random_instant(random, spec, oracle);
        const Instant later = start + Millis{random.between(1, std::int64_t{4} * 1440 * minute_ms)};
        const Instant middle = start + Millis{random.between(0, (later - start).count())};
        const std::int64_t first = random_amount(random);
        const std::int64_t second = random_amount(random);
        const Instant once = calendar.add_working_time(start, Millis{first + second}).at;
        const Instant half = calendar.add_working_time(start, Millis{first}).at;
        if (once != calendar.add_working_time(half, Millis{second}).at)
            FAIL("adding twice differs from adding once from " << text(start));
        if (half >= once) FAIL("more working time ended earlier from " << text(start));
        if (calendar.add_working_time(later, Millis{first}).at < half)
            FAIL("a later start ended earlier from " << text(start));
        const Millis whole = calendar.working_time_between(start, later);
        if (whole != calendar.working_time_between(start, middle) +
                         calendar.working_time_between(middle, later))
            FAIL("parts do not add up from " << text(start));
        if (whole.count() < 0 || whole != -calendar.working_time_between(later, start))
            FAIL("sign of the working time from " << text(start));
    });
}

TEST_CASE("counting working days agrees with walking day by day") {
    for_random_cases([](Random& random, const CalendarSpec& spec, const WorkCalendar& calendar,
                        const CalendarOracle& oracle) {
        const Instant start = random_instant(random, spec, oracle);
        const int n = static_cast<int>(random.between(1, random.one_in(10) ? 60 : 12));
        const Day start_day = oracle.day_of(start);
        if (calendar.day_of(start) != start_day) FAIL("the day of " << text(start));

        const Day last = oracle.nth_working_day_after(start_day, n);
        const CountedInstant civil = calendar.add_working_days_civil(start, n);
        if (civil.at != oracle.close(last)) REQUIRE(text(civil.at) == text(oracle.close(last)));
        bool all_known = true;
        for (Day day = start_day + std::chrono::days{1}; day <= last; day += std::chrono::days{1})
            all_known = all_known && oracle.known(day);
        if (civil.guessed == all_known) FAIL("wrong guess from " << text(start));
        if (calendar.working_days_between(start_day, last) != n) FAIL("between " << text(start));
        if (calendar.working_day_after(last, -n) >
            (oracle.day_works(start_day) ? start_day : start_day - std::chrono::days{1}))
            FAIL("counting back from " << text(civil.at));
    });
}

TEST_CASE("a limit in working days is monotone in its start and in its length") {
    for_random_cases([](Random& random, const CalendarSpec& spec, const WorkCalendar& calendar,
                        const CalendarOracle& oracle) {
        const Instant start = random_instant(random, spec, oracle);
        const Instant later = start + Millis{random.between(0, std::int64_t{3} * 1440 * minute_ms)};
        const int n = static_cast<int>(random.between(1, 30));
        const Instant due = calendar.add_working_days_civil(start, n).at;
        if (calendar.add_working_days_civil(later, n).at < due)
            FAIL("a later start ended earlier from " << text(start));
        if (calendar.add_working_days_civil(start, n + 1).at <= due)
            FAIL("a longer limit ended earlier from " << text(start));
    });
}
