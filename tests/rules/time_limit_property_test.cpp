// Limits against an oracle that walks (tests/rules/limit_oracle.hpp), on China's calendar of 2018
// to 2026 and on random ones. Random starts, limits, pauses, extensions and caps; the seed is
// printed, HOTLINE_SEED=N runs one seed again.
#include "tests/rules/calendar_oracle.hpp"
#include "tests/rules/limit_oracle.hpp"
#include "tests/rules/random_limit.hpp"
#include "tests/support/calendar_text.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/china_days.hpp"
#include "ticketing/rules/calendar.hpp"
#include "ticketing/rules/time_limit.hpp"

#include <iostream>

using namespace hotline;
using namespace hotline::test;

namespace {

struct Cases {
    int of_china = 0;
    int random_calendars = 0;
    int of_each = 0;
    constexpr int all() const { return of_china + random_calendars * of_each; }
};

struct World {
    CalendarSpec spec;
    WorkCalendar calendar;
    CalendarOracle days;
    LimitOracle limits;
    explicit World(const CalendarSpec& s) : spec(s), calendar(s), days(s), limits(days) {}
};

// Calls check(random, world, start) for each case and says how many there were.
template <class Check>
void for_random_cases(const Cases& cases, Check check) {
    Random random{seed_of_run("time_limit_property_test")};
    int done = 0;
    const auto run = [&](const CalendarSpec& spec, int count) {
        const World world{spec};
        for (; count > 0; --count, ++done) {
            Instant start = random_instant(random, spec, world.days);
            if (random.one_in(8)) start = random_edge(random, world.days, start);
            check(random, world, start);
        }
    };
    run(china_spec(), cases.of_china);
    for (int i = 0; i < cases.random_calendars; ++i)
        run(random_spec(random), cases.of_each);
    std::cout << "time_limit_property_test: " << done << " random cases\n";
    CHECK(done == cases.all());
}

bool counts_working_time(LimitUnit unit) {
    return unit == LimitUnit::working_minutes || unit == LimitUnit::working_hours;
}

}  // namespace

TEST_CASE("a million due instants agree with walking by minutes and days") {
    constexpr Cases cases{700'000, 8, 50'000};
    static_assert(cases.all() >= 1'000'000);
    for_random_cases(cases, [](Random& random, const World& world, Instant start) {
        const Derivation derivation = random_derivation(random, world.days, start);
        const CountedInstant due = due_of(derivation, world.calendar, start);
        const CountedInstant walked = world.limits.due(derivation, start);
        if (due == walked) return;
        INFO(text(derivation, start));
        CHECK(text(due.at) == text(walked.at));
        CHECK(due.guessed == walked.guessed);
        FAIL("differs from walking");
    });
}

// Working time that was added is measured again between start and due, without the pauses.
TEST_CASE("adding a limit and measuring it is the identity") {
    for_random_cases({60'000, 4, 10'000}, [](Random& random, const World& world, Instant start) {
        Derivation derivation;
        derivation.limit.unit = random.one_in(2) ? LimitUnit::working_minutes : LimitUnit::minutes;
        derivation.limit.amount = random_amount(random, derivation.limit.unit);
        if (random.one_in(2)) derivation.pauses = random_pauses(random, world.days, start);
        const bool working = counts_working_time(derivation.limit.unit);
        const auto measure = [&](Instant from, Instant to) {
            return working ? world.days.measure(from, to) : (to - from).count();
        };
        const Instant due = due_of(derivation, world.calendar, start).at;
        std::int64_t counted = measure(start, due);
        for (const Pause& pause : derivation.pauses) {
            const Instant from = std::clamp(pause.from, start, due);
            counted -= measure(from, std::max(from, std::min(pause.to, due)));
        }
        INFO(text(derivation, start));
        if (counted != derivation.limit.amount * minute_ms) FAIL("measured " << counted << " ms");
        if (working && derivation.pauses.empty() &&
            world.calendar.working_time_between(start, due).count() != counted)
            FAIL("the calendar measured another amount");
    });
}

TEST_CASE("a later start and a longer limit never end earlier") {
    for_random_cases({60'000, 4, 10'000}, [](Random& random, const World& world, Instant start) {
        Derivation derivation = random_derivation(random, world.days, start);
        // By instants a day counts when its own time of day is not paused, so a later start may
        // count a day that an earlier one does not.
        if (derivation.limit.counting == Counting::instant) derivation.pauses.clear();
        const Instant due = due_of(derivation, world.calendar, start).at;
        const Instant later = start + Minutes{random.between(0, 5'000)};
        INFO(text(derivation, start));
        if (due_of(derivation, world.calendar, later).at < due)
            FAIL("ended earlier from " << text(later));
        Derivation longer = derivation;
        if (longer.limit.unit != LimitUnit::same_day) ++longer.limit.amount;
        const Instant at_last = due_of(longer, world.calendar, start).at;
        // The last calendar days may roll on to one day, and a cap holds both.
        const bool may_meet = derivation.cap || derivation.limit.unit == LimitUnit::same_day ||
                              derivation.limit.unit == LimitUnit::calendar_days ||
                              !derivation.pauses.empty() || derivation.extended_working_days > 0;
        if (at_last < due || (at_last == due && !may_meet)) FAIL("a longer limit gave nothing");
        longer = derivation;
        ++longer.extended_working_days;
        const Instant extended = due_of(longer, world.calendar, start).at;
        if (extended < due || (!derivation.cap && extended == due))
            FAIL("a longer extension gave nothing");
        longer = derivation;
        longer.cap.reset();
        if (due_of(longer, world.calendar, start).at < due) FAIL("a cap gave more time");
    });
}

// Of time: the rest is counted from where the first part ended. Of working days: an extension is
// what the limit would have been with its days.
TEST_CASE("a limit in two parts ends where the whole does") {
    for_random_cases({60'000, 4, 10'000}, [](Random& random, const World& world, Instant start) {
        Derivation first;
        first.limit.unit = static_cast<LimitUnit>(random.between(0, 4));
        first.limit.amount = random_amount(random, first.limit.unit);
        if (random.one_in(2)) first.pauses = random_pauses(random, world.days, start);
        Derivation whole = first;
        const std::int32_t more = random_amount(random, first.limit.unit);
        whole.limit.amount += more;
        Instant due;
        if (first.limit.unit == LimitUnit::working_days) {
            first.extended_working_days = more;
            due = due_of(first, world.calendar, start).at;
        } else {
            const Instant middle = due_of(first, world.calendar, start).at;
            first.limit.amount = more;
            due = due_of(first, world.calendar, middle).at;
        }
        INFO(text(whole, start));
        const Instant once = due_of(whole, world.calendar, start).at;
        if (due != once) REQUIRE(text(due) == text(once));
    });
}

TEST_CASE("only a cap puts a due instant into a pause and pauses never shorten a limit") {
    for_random_cases({60'000, 4, 10'000}, [](Random& random, const World& world, Instant start) {
        Derivation derivation = random_derivation(random, world.days, start);
        derivation.cap.reset();
        derivation.pauses = random_pauses(random, world.days, start);
        const Instant due = due_of(derivation, world.calendar, start).at;
        INFO(text(derivation, start));
        if (LimitOracle::pause_at(derivation.pauses, due)) FAIL("due in a pause: " << text(due));
        derivation.pauses.clear();
        if (due < due_of(derivation, world.calendar, start).at) FAIL("a pause took time away");
    });
}
