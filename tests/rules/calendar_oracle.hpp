// Random calendars, and an oracle that knows nothing of intervals or sums: it asks every minute,
// one after the other, whether the city works. Shares no code with the rules.
#pragma once

#include "tests/support/calendar_text.hpp"
#include "ticketing/rules/calendar.hpp"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <random>
#include <stdexcept>
#include <vector>

namespace hotline::test {

inline constexpr std::int64_t minute_ms = 60'000;

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

// HOTLINE_SEED=N runs one seed again.
inline std::uint64_t seed_of_run(const char* test) {
    const char* given = std::getenv("HOTLINE_SEED");
    const std::uint64_t seed = given ? std::strtoull(given, nullptr, 10) : std::random_device{}();
    std::cout << test << ": HOTLINE_SEED=" << seed << '\n';
    return seed;
}

inline std::vector<WorkInterval> random_intervals(Random& random) {
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

inline CalendarSpec random_spec(Random& random) {
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

// Answers by walking. Holds one byte a minute from 1 January of the year before the known ones to
// the end of the sixth year after them.
class CalendarOracle {
  public:
    explicit CalendarOracle(const CalendarSpec& spec)
        : first_(day(spec.known_from_year - 1, 1, 1)),
          known_from_(day(spec.known_from_year, 1, 1)),
          known_to_(day(spec.known_to_year, 12, 31)),
          offset_ms_(std::int64_t{spec.utc_offset_minutes} * minute_ms) {
        const Day end = day(spec.known_to_year + 7, 1, 1);
        for (Day today = first_; today < end; today += std::chrono::days{1})
            append(spec, today);
        next_.resize(works_.size());
        auto next = static_cast<std::int32_t>(works_.size());
        for (std::size_t minute = works_.size(); minute-- > 0;) {
            if (works_[minute] != 0) next = static_cast<std::int32_t>(minute);
            next_[minute] = next;
        }
    }

    bool day_works(Day when) const { return opens_[index(when, 0) / 1440] >= 0; }
    bool working(Instant when) const { return works_[minute_of(when)] != 0; }
    bool known(Day when) const { return when >= known_from_ && when <= known_to_; }
    bool all_known(Day from, Day to) const {
        for (; from <= to; from += std::chrono::days{1})
            if (!known(from)) return false;
        return true;
    }

    Day day_of(Instant when) const {
        return first_ + std::chrono::days{static_cast<std::int64_t>(minute_of(when)) / 1440};
    }
    int minute_of_day(Instant when) const { return static_cast<int>(minute_of(when) % 1440); }

    // Walks minute by minute from `from` until `left` milliseconds have counted or `stop` is
    // reached: those of every minute, or of working minutes alone. The one place where tests spend
    // their time, so it counts in plain numbers.
    struct Walked {
        Instant at;
        std::int64_t left = 0;
    };
    Walked walk(Instant from, std::int64_t left, Instant stop, bool working) const {
        const std::int64_t base = instant(first_, 0).time_since_epoch().count();
        const std::int64_t stop_ms = stop.time_since_epoch().count() - base;
        std::int64_t at = from.time_since_epoch().count() - base;
        const char* const works = works_.data();
        const std::int32_t* const next = next_.data();
        while (at < stop_ms && left > 0) {
            const std::int64_t minute = at / minute_ms;
            if (working && works[minute] == 0) {
                if (next[minute] == static_cast<std::int32_t>(works_.size()))
                    throw std::out_of_range{"walked off the calendar"};
                at = next[minute] * minute_ms;
                continue;
            }
            std::int64_t to = (minute + 1) * minute_ms;
            if (to > stop_ms) to = stop_ms;
            if (to > at + left) to = at + left;
            left -= to - at;
            at = to;
        }
        if (at > stop_ms) at = stop_ms;
        return {Instant{Millis{base + at}}, left};
    }

    // Working milliseconds in [from, to), from <= to.
    std::int64_t measure(Instant from, Instant to) const {
        constexpr std::int64_t plenty = std::int64_t{1} << 60;
        return from < to ? plenty - walk(from, plenty, to, true).left : 0;
    }

    // Walks until `amount` has been worked.
    Instant add(Instant from, std::int64_t amount) const {
        return walk(from, amount, Instant::max(), true).at;
    }

    Day nth_working_day_after(Day when, int n) const {
        while (n > 0) {
            when += std::chrono::days{1};
            if (day_works(when)) --n;
        }
        return when;
    }

    // The start of the first and the end of the last working minute of a day.
    Instant opening(Day when) const { return instant(when, opens_[index(when, 0) / 1440]); }
    Instant close(Day when) const { return instant(when, closes_[index(when, 0) / 1440]); }

    // The first working instant from `when` on.
    Instant next_working(Instant when) const {
        const std::size_t minute = minute_of(when);
        if (works_[minute] != 0) return when;
        return instant(first_, 0) + Minutes{next_[minute]};
    }
    Instant instant(Day when, int minute) const {
        return Instant{
            Millis{(when.time_since_epoch().count() * std::int64_t{1440} + minute) * minute_ms -
                   offset_ms_}};
    }
    // Offsets are whole minutes, so a minute of the city is a minute of UTC.
    Instant minute_end(Instant when) const {
        return Instant{Millis{(when.time_since_epoch().count() / minute_ms + 1) * minute_ms}};
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
        opens_.push_back(-1);
        closes_.push_back(-1);
        for (int minute = 0; minute < 1440; ++minute) {
            char works = 0;
            for (const WorkInterval& interval : hours)
                if (minute >= interval.from_minute && minute < interval.to_minute) works = 1;
            works_.push_back(works);
            if (works != 0 && opens_.back() < 0) opens_.back() = minute;
            if (works != 0) closes_.back() = minute + 1;
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

    Day first_;
    Day known_from_;
    Day known_to_;
    std::int64_t offset_ms_;
    std::vector<char> works_;         // of each minute
    std::vector<std::int32_t> next_;  // of each minute: the first from it on that works
    std::vector<int> opens_;          // of each day: its first working minute, -1 for a day off
    std::vector<int> closes_;         // and the one after its last
};

// A random instant in the known years or a month around them; often on a whole minute, where edges
// are.
inline Instant random_instant(Random& random, const CalendarSpec& spec,
                              const CalendarOracle& oracle) {
    const auto known_days = 366 * (spec.known_to_year - spec.known_from_year + 1);
    const Day when =
        day(spec.known_from_year, 1, 1) + std::chrono::days{random.between(-30, known_days + 30)};
    const Instant minute = oracle.instant(when, static_cast<int>(random.between(0, 1439)));
    if (random.one_in(2)) return minute;
    return minute + Millis{random.between(-1, minute_ms - 1)};
}

}  // namespace hotline::test
