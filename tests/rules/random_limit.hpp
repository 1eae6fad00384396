// Random limits, pauses, extensions and caps. Pauses often begin or end where days do, because
// edges are there.
#pragma once

#include "tests/rules/calendar_oracle.hpp"
#include "tests/rules/limit_oracle.hpp"
#include "ticketing/rules/time_limit.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace hotline::test {

inline std::int32_t random_amount(Random& random, LimitUnit unit) {
    const bool is_long = random.one_in(10);
    const auto up_to = [&](std::int64_t usual, std::int64_t most) {
        return static_cast<std::int32_t>(random.between(1, is_long ? most : usual));
    };
    switch (unit) {
        case LimitUnit::minutes:
            return up_to(600, 6'000);
        case LimitUnit::hours:
            return up_to(24, 100);
        case LimitUnit::working_minutes:
            return up_to(500, 3'000);
        case LimitUnit::working_hours:
            return up_to(12, 60);
        case LimitUnit::working_days:
            return up_to(15, 60);
        case LimitUnit::calendar_days:
            return up_to(15, 100);
        case LimitUnit::same_day:
            break;
    }
    return 0;
}

inline TimeLimit random_limit(Random& random) {
    TimeLimit limit;
    limit.unit = static_cast<LimitUnit>(random.between(0, 6));
    limit.amount = random_amount(random, limit.unit);
    if (limit.unit == LimitUnit::working_days || limit.unit == LimitUnit::calendar_days)
        limit.counting = static_cast<Counting>(random.between(0, 2));
    limit.next_day = random.one_in(4) && limit.counting != Counting::inclusive;
    if (limit.unit == LimitUnit::same_day) {
        limit.any_day = random.one_in(2);
        if (random.one_in(2)) limit.cutoff_minute = static_cast<int>(random.between(1, 1439));
    }
    if (random.one_in(4)) {
        const auto from = static_cast<int>(random.between(0, 1439));
        const auto to = static_cast<int>(random.between(1, 1440));
        if (from != to && to - from != 1440) limit.night = DaySpan{from, to};
    }
    return limit;
}

// An instant on a whole second, up to three weeks after `start` or a day before it.
inline Instant random_edge(Random& random, const CalendarOracle& oracle, Instant start) {
    const Instant near = start + Minutes{random.between(-1'440, random.one_in(3) ? 30'000 : 5'000)};
    const Day day = oracle.day_of(near);
    switch (random.between(0, 5)) {
        case 0:
            return oracle.instant(day, 1440);
        case 1:
            return oracle.day_works(day) ? oracle.close(day) : oracle.instant(day, 0);
        case 2:
            return oracle.day_works(day) ? oracle.opening(day) : oracle.instant(day, 0);
        case 3:
            return std::chrono::floor<std::chrono::seconds>(
                start + std::chrono::days{random.between(0, 12)});
        default:
            return std::chrono::floor<std::chrono::seconds>(near +
                                                            Millis{random.between(0, 59'999)});
    }
}

inline std::vector<Pause> random_pauses(Random& random, const CalendarOracle& oracle,
                                        Instant start) {
    std::vector<Instant> edges;
    for (auto left = random.between(1, 3) * 2; left > 0; --left)
        edges.push_back(random_edge(random, oracle, start));
    std::sort(edges.begin(), edges.end());
    // Equal edges make empty pauses and pauses that touch.
    std::vector<Pause> pauses;
    for (std::size_t i = 0; i + 1 < edges.size(); i += 2)
        pauses.push_back({edges[i], edges[i + 1], "p" + std::to_string(i / 2)});
    return pauses;
}

inline Derivation random_derivation(Random& random, const CalendarOracle& oracle, Instant start) {
    Derivation derivation;
    derivation.limit = random_limit(random);
    if (random.one_in(2)) derivation.pauses = random_pauses(random, oracle, start);
    if (random.one_in(4))
        derivation.extended_working_days = static_cast<std::int32_t>(random.between(1, 15));
    if (random.one_in(8)) {
        derivation.cap = random.one_in(2) ? random_edge(random, oracle, start)
                                          : start + Minutes{random.between(-1'000, 30'000)};
        derivation.cap_reason = CapReason::external;
    }
    return derivation;
}

inline std::string text(const Derivation& derivation, Instant start) {
    std::string result = text_of(derivation.limit) + " from " + text(start) + " extended by " +
                         std::to_string(derivation.extended_working_days);
    for (const Pause& pause : derivation.pauses)
        result += " paused " + text(pause.from) + " to " + text(pause.to);
    if (derivation.cap) result += " cap " + text(*derivation.cap);
    return result;
}

}  // namespace hotline::test
