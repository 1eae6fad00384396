// The working calendar against an oracle that knows nothing of intervals: it asks every minute, one
// after the other, whether the city works. Random calendars, random starts, random amounts; the
// seed is printed. HOTLINE_SEED=N runs one seed again.
#include "tests/support/calendar_text.hpp"
#include "tests/support/catch.hpp"
#include "ticketing/rules/calendar.hpp"

#include <cstdlib>
#include <iostream>
#include <random>
#include <vector>

using namespace hotline;
using namespace hotline::test;

namespace {

constexpr int calendars = 8;
constexpr int cases_per_calendar = 800;  // of each of four tests: 25,600 in all
constexpr std::int64_t minute_ms = 60'000;

class Random {
  public:
    explicit Random(std::uint64_t seed) : engine_(seed) {}
    std::int64_t between(std::int64_t low, std::int64_t high) {
        return std::uniform_int_distribution<std::int64_t>{low, high}(engine_);
    }
    bool one_in(int n) { return between(1, n) == 1; }

  private:
    std::mt19937_64 engine_;
};

std::uint64_t seed_of_run() {
    const char* given = std::getenv("HOTLINE_SEED");
    const std::uint64_t seed = given ? std::strtoull(given, nullptr, 10) : std::random_device{}();
    std::cout << "calendar_property_test: HOTLINE_SEED=" << seed << '\n';
    return seed;
}

std::vector<WorkInterval> random_intervals(Random& random) {
    std::vector<WorkInterval> intervals;
    int free_from = static_cast<int>(random.between(0, 700));
    for (auto left = random.between(1, 3); left > 0 && free_from < 1439; --left) {
        const int from = static_cast<int>(random.between(free_from, 1439));
        const int to = random.one_in(10) ? 1440 : static_cast<int>(random.between(from + 1, 1440));
        intervals.push_back({from, to});
        free_from = to + (random.one_in(4) ? 0 : 30);
    }
    return intervals;
}

CalendarSpec random_spec(Random& random) {
    CalendarSpec spec;
    spec.id = "random";
    spec.known_from_year = static_cast<int>(random.between(2018, 2026));
    spec.known_to_year = spec.known_from_year + static_cast<int>(random.between(0, 1));
    spec.utc_offset_minutes = random.one_in(3) ? static_cast<int>(random.between(-840, 840)) : 480;
    for (auto& weekday : spec.week)
        if (!random.one_in(4)) weekday = random_intervals(random);
    spec.week[0] = random_intervals(random);
    for (int left = 60; left > 0; --left) {
        const Day when =
            day(spec.known_from_year, 1, 1) + std::chrono::days{random.between(-300, 364 + 300)};
        switch (random.between(0, 4)) {
            case 0:
                spec.exceptions[when] = {DayKind::make_up_day, "", {}};
                break;
            case 1:
                spec.exceptions[when] = {DayKind::half_day, "", random_intervals(random)};
                break;
            default:
                // Runs of days off, as holidays have.
                for (int d = 0; d < 5; ++d)
                    spec.exceptions[when + std::chrono::days{d}] = {DayKind::holiday, "", {}};
        }
    }
    return spec;
}

// Answers by walking. Holds one byte a minute from 1 January of the year before the known ones.
class Oracle {
  public:
    explicit Oracle(const CalendarSpec& spec)
        : first_(day(spec.known_from_year - 1, 1, 1)),
          offset_ms_(std::int64_t{spec.utc_offset_minutes} * minute_ms) {
        const Day end = day(spec.known_to_year + 7, 1, 1);
        for (Day today = first_; today < end; today += std::chrono::days{1})
            append(spec, today);
        known_from_ = day(spec.known_from_year, 1, 1);
        known_to_ = day(spec.known_to_year, 12, 31);
    }

    bool day_works(Day when) const { return day_works_[index(when, 0) / 1440] != 0; }
    bool working(Instant when) const { return works_[minute_of(when)] != 0; }
    bool known(Day when) const { return when >= known_from_ && when <= known_to_; }

    Day day_of(Instant when) const {
        return first_ + std::chrono::days{static_cast<std::int64_t>(minute_of(when)) / 1440};
    }

    // Working milliseconds in [from, to), from <= to.
    std::int64_t measure(Instant from, Instant to) const {
        std::int64_t sum = 0;
        while (from < to) {
            const Instant next = std::min(to, minute_end(from));
            if (working(from)) sum += (next - from).count();
            from = next;
        }
        return sum;
    }

    // Walks until `amount` has been worked.
    Instant add(Instant from, std::int64_t amount) const {
        while (true) {
            const Instant next = minute_end(from);
            if (working(from)) {
                const std::int64_t here = (next - from).count();
                if (amount <= here) return from + Millis{amount};
                amount -= here;
            }
            from = next;
        }
    }

    Day nth_working_day_after(Day when, int n) const {
        while (n > 0) {
            when += std::chrono::days{1};
            if (day_works(when)) --n;
        }
        return when;
    }

    // The end of the last working minute of a day.
    Instant close(Day when) const {
        int minute = 1439;
        while (works_[index(when, minute)] == 0)
            --minute;
        return instant(when, minute + 1);
    }
    Instant opening(Day when) const {
        int minute = 0;
        while (works_[index(when, minute)] == 0)
            ++minute;
        return instant(when, minute);
    }
    Instant next_working(Instant when) const {
        while (!working(when))
            when = minute_end(when);
        return when;
    }
    Instant instant(Day when, int minute) const {
        return Instant{
            Millis{(when.time_since_epoch().count() * std::int64_t{1440} + minute) * minute_ms -
                   offset_ms_}};
    }

  private:
    void append(const CalendarSpec& spec, Day today) {
        const std::size_t weekday = (std::chrono::weekday{today}.c_encoding() + 6) % 7;
        std::vector<WorkInterval> hours = spec.week[weekday];
        const auto found = spec.exceptions.find(today);
        if (found != spec.exceptions.end()) {
            hours = found->second.intervals;
            if (found->second.kind == DayKind::make_up_day && hours.empty()) hours = spec.week[0];
        }
        day_works_.push_back(0);
        for (int minute = 0; minute < 1440; ++minute) {
            char works = 0;
            for (const WorkInterval& interval : hours)
                if (minute >= interval.from_minute && minute < interval.to_minute) works = 1;
            works_.push_back(works);
            if (works != 0) day_works_.back() = 1;
        }
    }
    std::size_t index(Day when, int minute) const {
        return static_cast<std::size_t>((when - first_).count() * 1440 + minute);
    }
    std::size_t minute_of(Instant when) const {
        const std::int64_t local = when.time_since_epoch().count() + offset_ms_;
        return static_cast<std::size_t>(local / minute_ms -
                                        first_.time_since_epoch().count() * std::int64_t{1440});
    }
    // Offsets are whole minutes, so a minute of the city is a minute of UTC.
    Instant minute_end(Instant when) const {
        return Instant{Millis{(when.time_since_epoch().count() / minute_ms + 1) * minute_ms}};
    }

    Day first_;
    Day known_from_{};
    Day known_to_{};
    std::int64_t offset_ms_;
    std::vector<char> works_;      // of each minute
    std::vector<char> day_works_;  // of each day: any minute of it works
};

// A random instant in the known years or a month around them; often on a whole minute, where edges
// are.
Instant random_instant(Random& random, const CalendarSpec& spec, const Oracle& oracle) {
    const auto known_days = 366 * (spec.known_to_year - spec.known_from_year + 1);
    const Day when =
        day(spec.known_from_year, 1, 1) + std::chrono::days{random.between(-30, known_days + 30)};
    const Instant minute = oracle.instant(when, static_cast<int>(random.between(0, 1439)));
    if (random.one_in(2)) return minute;
    return minute + Millis{random.between(-1, minute_ms - 1)};
}

std::int64_t random_amount(Random& random) {
    const std::int64_t minutes_max = random.one_in(10) ? 3'000 : 600;
    if (random.one_in(3)) return random.between(1, minutes_max) * minute_ms;
    return random.between(1, minutes_max * minute_ms);
}

// Calls check(random, spec, calendar, oracle) `cases_per_calendar` times for each random calendar.
template <class Check>
void for_random_cases(Check check) {
    Random random{seed_of_run()};
    for (int i = 0; i < calendars; ++i) {
        const CalendarSpec spec = random_spec(random);
        const WorkCalendar calendar{spec};
        const Oracle oracle{spec};
        for (int left = cases_per_calendar; left > 0; --left)
            check(random, spec, calendar, oracle);
    }
}

}  // namespace

TEST_CASE("adding working time agrees with walking minute by minute") {
    for_random_cases([](Random& random, const CalendarSpec& spec, const WorkCalendar& calendar,
                        const Oracle& oracle) {
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
                        const Oracle& oracle) {
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
                        const Oracle& oracle) {
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

        const Instant moved = oracle.next_working(start);
        const Day target = oracle.nth_working_day_after(oracle.day_of(moved), n);
        Instant expected = moved + (target - oracle.day_of(moved));
        if (expected < oracle.opening(target)) expected = oracle.opening(target);
        if (expected > oracle.close(target)) expected = oracle.close(target);
        const Instant found = calendar.add_working_days_instant(start, n).at;
        if (found != expected) REQUIRE(text(found) == text(expected));

        Day ending = start_day + std::chrono::days{n};
        while (!oracle.day_works(ending))
            ending += std::chrono::days{1};
        const Instant calendar_days = calendar.add_calendar_days_civil(start, n).at;
        if (calendar_days != oracle.close(ending))
            REQUIRE(text(calendar_days) == text(oracle.close(ending)));
    });
}

TEST_CASE("every day limit is monotone in its start and in its length") {
    for_random_cases([](Random& random, const CalendarSpec& spec, const WorkCalendar& calendar,
                        const Oracle& oracle) {
        const Instant start = random_instant(random, spec, oracle);
        const Instant later = start + Millis{random.between(0, std::int64_t{3} * 1440 * minute_ms)};
        const int n = static_cast<int>(random.between(1, 30));
        const bool in_start = calendar.add_working_days_civil(start, n).at <=
                                  calendar.add_working_days_civil(later, n).at &&
                              calendar.add_working_days_instant(start, n).at <=
                                  calendar.add_working_days_instant(later, n).at &&
                              calendar.add_calendar_days_civil(start, n).at <=
                                  calendar.add_calendar_days_civil(later, n).at;
        if (!in_start) FAIL("a later start ended earlier from " << text(start));
        const bool in_length = calendar.add_working_days_civil(start, n).at <
                                   calendar.add_working_days_civil(start, n + 1).at &&
                               calendar.add_working_days_instant(start, n).at <
                                   calendar.add_working_days_instant(start, n + 1).at;
        if (!in_length) FAIL("a longer limit ended earlier from " << text(start));
    });
}
