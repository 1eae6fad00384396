// Where limits end. Every count costs O(log n) in the calendar's size for each pause.
#include "ticketing/rules/time_limit.hpp"

#include "ticketing/rules/counting.hpp"

#include <algorithm>
#include <stdexcept>

namespace hotline {
namespace counting {
namespace {

using std::chrono::days;

constexpr Millis instant_step{1};
constexpr int minutes_per_day = 24 * 60;
// More days than any calendar holds; keeps sums of days and their narrowing safe.
constexpr std::int64_t days_max = 100'000;

bool touches_unknown(const WorkCalendar& calendar, Day from, Day to) {
    return !calendar.is_known(from) || !calendar.is_known(to);  // the known days have no gaps
}

// Also of natural time, which needs no calendar: outside it a limit could not be escalated.
void require_covered(const WorkCalendar& calendar, Day day) {
    if (!calendar.covers(day)) static_cast<void>(calendar.is_working_day(day));  // throws
}

int local_minute(const WorkCalendar& calendar, Instant at) {
    const Millis since_midnight = at - calendar.instant_of(calendar.day_of(at), 0);
    return static_cast<int>(std::chrono::floor<Minutes>(since_midnight).count());
}

Instant next_midnight(const WorkCalendar& calendar, Instant at) {
    return calendar.instant_of(calendar.day_of(at), minutes_per_day);
}

Instant night_end(const DaySpan& night, const WorkCalendar& calendar, Instant start) {
    const int minute = local_minute(calendar, start);
    if (!covers(night, minute)) return start;
    const bool ends_tomorrow = night.from_minute > night.to_minute && minute >= night.from_minute;
    return calendar.instant_of(calendar.day_of(start) + days{ends_tomorrow ? 1 : 0},
                               night.to_minute);
}

// Each kind of time says how to measure and how to add it; both skip the pauses alike.
struct NaturalTime {
    static Millis between(const WorkCalendar&, Instant from, Instant to) { return to - from; }
    static Instant add(const WorkCalendar&, Instant from, Millis amount) { return from + amount; }
};
struct WorkingTime {
    static Millis between(const WorkCalendar& calendar, Instant from, Instant to) {
        return calendar.working_time_between(from, to);
    }
    static Instant add(const WorkCalendar& calendar, Instant from, Millis amount) {
        return calendar.add_working_time(from, amount).at;
    }
};

template <class Time>
Instant time_end(const WorkCalendar& calendar, Instant from, Millis amount,
                 std::span<const Pause> pauses) {
    Instant end = Time::add(calendar, from, amount);
    for (const Pause& pause : pauses) {
        if (end < pause.from) break;
        if (pause.to <= from || pause.to <= pause.from) continue;
        if (from < pause.from) amount -= Time::between(calendar, from, pause.from);
        from = pause.to;
        end = amount > Millis{0} ? Time::add(calendar, from, amount) : from;
    }
    return end;
}

CountedInstant natural_end(const TimeLimit& limit, const WorkCalendar& calendar, Instant start,
                           std::span<const Pause> pauses) {
    const Instant end = time_end<NaturalTime>(calendar, start, length_of(limit), pauses);
    require_covered(calendar, due_day(calendar, end));
    return {end, false};
}

CountedInstant working_end(const TimeLimit& limit, const WorkCalendar& calendar, Instant start,
                           std::span<const Pause> pauses) {
    const Instant end = time_end<WorkingTime>(calendar, start, length_of(limit), pauses);
    return {end, touches_unknown(calendar, calendar.day_of(start), due_day(calendar, end))};
}

CountedInstant days_end(const TimeLimit& limit, const WorkCalendar& calendar, Instant start,
                        std::span<const Pause> pauses) {
    const LimitDays counted = days_of(limit, calendar, start);
    const DaySeries& series = counted.series;
    const std::int64_t last = series.nth(counted.amount, pauses);
    switch (series.ends()) {
        case DayEnd::close:
        case DayEnd::time_of_day:
            return {series.end(last),
                    touches_unknown(calendar, counted.first_counted, series.day(last))};
        case DayEnd::midnight: {
            if (limit.unit == LimitUnit::same_day) break;  // any_day: needs no working day
            const DaySeries roll = roll_of(calendar, series.day(last), counted.from);
            const std::int64_t rolled = roll.nth(1, pauses);
            return {roll.end(rolled),
                    touches_unknown(calendar, counted.first_counted, roll.day(rolled))};
        }
        case DayEnd::full_day:
            break;
    }
    require_covered(calendar, due_day(calendar, series.end(last)));
    return {series.end(last), false};
}

}  // namespace

const Pause* pause_at(std::span<const Pause> pauses, Instant at) {
    const auto after =
        std::upper_bound(pauses.begin(), pauses.end(), at,
                         [](Instant sought, const Pause& pause) { return sought < pause.from; });
    if (after == pauses.begin()) return nullptr;
    const Pause& last = *(after - 1);
    return at < last.to ? &last : nullptr;
}

Instant moved_start(const TimeLimit& limit, const WorkCalendar& calendar, Instant start) {
    if (limit.night) start = night_end(*limit.night, calendar, start);
    if (limit.cutoff_minute && local_minute(calendar, start) >= *limit.cutoff_minute)
        start = next_midnight(calendar, start);
    // The Civil Code's days never count the day of the start, so there is nothing to move.
    const bool moves =
        limit.next_day && !(counts_days(limit.unit) && limit.counting == Counting::civil_code);
    return moves ? next_midnight(calendar, start) : start;
}

Millis length_of(const TimeLimit& limit) {
    const bool in_hours = limit.unit == LimitUnit::hours || limit.unit == LimitUnit::working_hours;
    return Minutes{std::int64_t{limit.amount} * (in_hours ? 60 : 1)};
}

Day due_day(const WorkCalendar& calendar, Instant due) {
    return calendar.day_of(due - instant_step);
}

DaySeries::DaySeries(const WorkCalendar& calendar, DayEnd ends, Day before, Instant start)
    : calendar_(&calendar), ends_(ends), before_(before), start_(start) {}

Day DaySeries::day(std::int64_t n) const {
    if (n > days_max) throw std::out_of_range{"a limit of more days than any calendar holds"};
    return works() ? calendar_->working_day_after(before_, static_cast<int>(n)) : before_ + days{n};
}

Instant DaySeries::end(std::int64_t n) const {
    const Day last = day(n);
    switch (ends_) {
        case DayEnd::close:
            return calendar_->close_of(last);
        case DayEnd::time_of_day:
            return std::clamp(start_ + (last - before_), calendar_->opening_of(last),
                              calendar_->close_of(last));
        case DayEnd::midnight:
            return calendar_->instant_of(last, minutes_per_day);
        case DayEnd::full_day:
            return start_ + days{n};
    }
    throw std::logic_error{"unknown end of a day"};
}

std::int64_t DaySeries::nth(std::int64_t n, std::span<const Pause> pauses) const {
    for (const Pause& pause : pauses) {
        if (end(n) < pause.from) break;
        if (pause.from < pause.to) n += ends_before(pause.to) - ends_before(pause.from);
    }
    return n;
}

std::int64_t DaySeries::ends_before(Instant at) const {
    const Day today = calendar_->day_of(at);
    if (today <= before_) return 0;
    // No day after today ends before `at`; today may not have ended and yesterday may end at it.
    std::int64_t count = works() ? calendar_->working_days_between(before_, today)
                                 : std::int64_t{(today - before_).count()};
    while (count > 0 && end(count) >= at)
        --count;
    return count;
}

LimitDays days_of(const TimeLimit& limit, const WorkCalendar& calendar, Instant start) {
    const Day day = calendar.day_of(start);
    const bool same_day = limit.unit == LimitUnit::same_day;
    const bool inclusive = same_day || limit.counting == Counting::inclusive;
    const std::int64_t amount = same_day ? 1 : limit.amount;
    const auto after = [&](DayEnd ends, Day before, Day first) {
        return LimitDays{DaySeries{calendar, ends, before, start}, amount, start, first};
    };
    if (same_day ? limit.any_day : limit.unit == LimitUnit::calendar_days) {
        if (inclusive) return after(DayEnd::midnight, day - days{1}, day);
        if (limit.counting == Counting::instant) return after(DayEnd::full_day, day, day);
        return after(DayEnd::midnight, day, day + days{1});
    }
    if (inclusive) {
        const bool today = calendar.is_working_day(day) && start < calendar.close_of(day);
        return after(DayEnd::close, day - days{today ? 1 : 0}, day);
    }
    if (limit.counting == Counting::civil_code) return after(DayEnd::close, day, day + days{1});
    const Instant moved = calendar.next_working_time(start);
    return {DaySeries{calendar, DayEnd::time_of_day, calendar.day_of(moved), moved}, amount, moved,
            day};
}

DaySeries roll_of(const WorkCalendar& calendar, Day last, Instant start) {
    const bool today = calendar.is_working_day(last) && calendar.close_of(last) > start;
    return {calendar, DayEnd::close, last - days{today ? 1 : 0}, start};
}

DaySeries extension_of(const WorkCalendar& calendar, Instant due) {
    return {calendar, DayEnd::close, due_day(calendar, due), due};
}

CountedInstant limit_end(const TimeLimit& limit, const WorkCalendar& calendar, Instant start,
                         std::span<const Pause> pauses) {
    if (limit.amount < 1 && limit.unit != LimitUnit::same_day)
        throw std::invalid_argument{"a limit must be at least 1, not " +
                                    std::to_string(limit.amount)};
    require_covered(calendar, calendar.day_of(start));
    const Instant from = moved_start(limit, calendar, start);
    switch (limit.unit) {
        case LimitUnit::minutes:
        case LimitUnit::hours:
            return natural_end(limit, calendar, from, pauses);
        case LimitUnit::working_minutes:
        case LimitUnit::working_hours:
            return working_end(limit, calendar, from, pauses);
        case LimitUnit::working_days:
        case LimitUnit::calendar_days:
        case LimitUnit::same_day:
            return days_end(limit, calendar, from, pauses);
    }
    throw std::logic_error{"unknown unit of a limit"};
}

CountedInstant own_end(const Derivation& derivation, const WorkCalendar& calendar, Instant start) {
    const CountedInstant end = limit_end(derivation.limit, calendar, start, derivation.pauses);
    if (derivation.extended_working_days < 1) return end;
    const DaySeries more = extension_of(calendar, end.at);
    const std::int64_t last = more.nth(derivation.extended_working_days, derivation.pauses);
    return {more.end(last),
            end.guessed || touches_unknown(calendar, more.before() + days{1}, more.day(last))};
}

}  // namespace counting

bool covers(const DaySpan& span, int minute) {
    if (span.from_minute <= span.to_minute)
        return span.from_minute <= minute && minute < span.to_minute;
    return span.from_minute <= minute || minute < span.to_minute;
}

bool counts_days(LimitUnit unit) {
    return unit == LimitUnit::working_days || unit == LimitUnit::calendar_days;
}

CountedInstant due_of(const Derivation& derivation, const WorkCalendar& calendar, Instant start) {
    CountedInstant due = counting::own_end(derivation, calendar, start);
    if (derivation.cap) due.at = std::min(due.at, *derivation.cap);
    return due;
}

CountedInstant due_of(const TimeLimit& limit, const WorkCalendar& calendar, Instant start) {
    return counting::limit_end(limit, calendar, start, {});
}

}  // namespace hotline
