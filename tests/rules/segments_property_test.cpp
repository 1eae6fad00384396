// Segments of random derivations must have no gaps and add up, by an oracle that walks.
#include "tests/rules/calendar_oracle.hpp"
#include "tests/rules/limit_oracle.hpp"
#include "tests/rules/random_limit.hpp"
#include "tests/support/calendar_text.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/china_days.hpp"
#include "ticketing/rules/time_limit.hpp"

#include <algorithm>
#include <iostream>
#include <vector>

using namespace hotline;
using namespace hotline::test;

namespace {

struct Sums {
    std::int64_t counted = 0;
    std::int64_t extension = 0;
};

// Time that could have counted, by walking: working or natural, without the pauses.
std::int64_t countable(const CalendarOracle& days, const Derivation& derivation,
                       const Segment& segment) {
    const bool natural =
        derivation.limit.unit == LimitUnit::minutes || derivation.limit.unit == LimitUnit::hours;
    const auto measure = [&](Instant from, Instant to) {
        return natural ? (to - from).count() : days.measure(from, to);
    };
    std::int64_t sum = measure(segment.from, segment.to);
    for (const Pause& pause : derivation.pauses) {
        const Instant from = std::clamp(pause.from, segment.from, segment.to);
        sum -= measure(from, std::max(from, std::min(pause.to, segment.to)));
    }
    return sum;
}

// The days that closed within the segment (working days) and not in a pause, by walking.
std::int64_t closed_days(const CalendarOracle& days, const Derivation& derivation,
                         const Segment& segment) {
    std::int64_t count = 0;
    for (Day day = days.day_of(segment.from); days.instant(day, 0) < segment.to;
         day += std::chrono::days{1}) {
        if (!days.day_works(day)) continue;
        const Instant close = days.close(day);
        const bool inside = segment.from < close && close <= segment.to;
        if (inside && !LimitOracle::pause_at(derivation.pauses, close)) ++count;
    }
    return count;
}

void check_segment(const CalendarOracle& days, const Derivation& derivation, const Segment& segment,
                   Instant counts_from, Instant limit_end) {
    const LimitUnit unit = derivation.limit.unit;
    const bool in_days = counts_days(unit) || unit == LimitUnit::same_day;
    switch (segment.kind) {
        case SegmentKind::counted:
            if (!in_days && countable(days, derivation, segment) != segment.amount)
                FAIL("counted time that did not count");
            if (!in_days && segment.amount != (segment.to - segment.from).count())
                FAIL("a counted segment holds time that did not count");
            if (unit == LimitUnit::working_days && derivation.limit.counting != Counting::instant &&
                closed_days(days, derivation, segment) != segment.amount)
                FAIL("counted other days than closed");
            break;
        case SegmentKind::extension:
            if (closed_days(days, derivation, segment) != segment.amount)
                FAIL("extended by other days than closed");
            break;
        case SegmentKind::deferred:
            // After the night, the cut-off and the like only time that does not work is passed
            // over.
            if (!in_days && segment.to > counts_from &&
                countable(days, derivation,
                          {std::max(segment.from, counts_from), segment.to, {}, 0, {}}) != 0)
                FAIL("deferred past time that counts");
            break;
        case SegmentKind::weekend:
        case SegmentKind::holiday:
        case SegmentKind::outside_hours:
            if (days.measure(segment.from, segment.to) != 0) FAIL("working time was passed over");
            break;
        case SegmentKind::paused:
            // After the limit's own end the days of an extension are paused whole.
            if (!in_days && segment.to <= limit_end && countable(days, derivation, segment) != 0)
                FAIL("paused what counts");
            break;
        case SegmentKind::start_day:
        case SegmentKind::rolled:
        case SegmentKind::cut:
            break;
    }
    const bool earns =
        segment.kind == SegmentKind::counted || segment.kind == SegmentKind::extension;
    if (!earns && segment.amount != 0) FAIL("a segment that does not count has an amount");
}

void check_segments(const CalendarOracle& days, const LimitOracle& limits,
                    const WorkCalendar& calendar, const Derivation& derivation, Instant start) {
    const std::vector<Segment> segments = segments_of(derivation, calendar, start);
    Derivation uncapped = derivation;
    uncapped.cap.reset();
    const Instant own = limits.due(uncapped, start).at;
    uncapped.extended_working_days = 0;
    const Instant limit_end = limits.due(uncapped, start).at;
    const Instant counts_from = limits.start_of(derivation.limit, start);
    const bool capped = derivation.cap && *derivation.cap < own;
    Sums sums;
    Instant end = start;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const Segment& segment = segments[i];
        if (segment.from != end || segment.to <= segment.from) FAIL("a gap at " << text(end));
        if (i > 0 && segment.kind == segments[i - 1].kind && segment.name == segments[i - 1].name)
            FAIL("two neighbours are alike at " << text(end));
        end = segment.to;
        check_segment(days, derivation, segment, counts_from, limit_end);
        if (segment.kind == SegmentKind::counted) sums.counted += segment.amount;
        if (segment.kind == SegmentKind::extension) sums.extension += segment.amount;
        const bool is_cut = segment.kind == SegmentKind::cut;
        if (is_cut != (capped && i + 1 == segments.size())) FAIL("a wrong cut");
        if (is_cut && segment.from != std::max(start, *derivation.cap)) FAIL("a misplaced cut");
    }
    if (end != own) FAIL("ends at " << text(end) << " and not at " << text(own));
    const std::int64_t amount = derivation.limit.unit == LimitUnit::same_day ? 1
                                : counts_days(derivation.limit.unit)
                                    ? derivation.limit.amount
                                    : limits.length_ms(derivation.limit);
    const bool all = sums.counted == amount && sums.extension == derivation.extended_working_days;
    const bool less = sums.counted <= amount && sums.extension <= derivation.extended_working_days;
    if (capped ? !less : !all) FAIL("the segments do not add up");
}

}  // namespace

TEST_CASE("segments have no gaps and add up to the limit and its extension") {
    constexpr int of_china = 60'000;
    constexpr int of_each = 10'000;
    Random random{seed_of_run("segments_property_test")};
    int cases = 0;
    const auto run = [&](const CalendarSpec& spec, int count) {
        const WorkCalendar calendar{spec};
        const CalendarOracle days{spec};
        const LimitOracle limits{days};
        for (; count > 0; --count, ++cases) {
            const Instant start = random_instant(random, spec, days);
            const Derivation derivation = random_derivation(random, days, start);
            INFO(text(derivation, start));
            check_segments(days, limits, calendar, derivation, start);
        }
    };
    run(china_spec(), of_china);
    for (int i = 0; i < 4; ++i)
        run(random_spec(random), of_each);
    std::cout << "segments_property_test: " << cases << " random cases\n";
    CHECK(cases == of_china + 4 * of_each);
}
