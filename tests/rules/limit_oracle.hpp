// Where limits end, by walking minute by minute and day by day as ticketing/rules/time_limit.hpp
// says in words. Shares no code with the rules: neither sums nor searches.
#pragma once

#include "tests/rules/calendar_oracle.hpp"
#include "ticketing/rules/time_limit.hpp"

namespace hotline::test {

class LimitOracle {
  public:
    // The calendar outlives the oracle.
    explicit LimitOracle(const CalendarOracle& calendar) : calendar_(calendar) {}

    CountedInstant due(const Derivation& derivation, Instant start) const {
        const Walk walk{calendar_, derivation.limit, derivation.pauses};
        CountedInstant end = walk.limit_end(start);
        if (derivation.extended_working_days > 0)
            end = walk.extended(end, derivation.extended_working_days);
        if (derivation.cap && *derivation.cap < end.at) end.at = *derivation.cap;
        return end;
    }

    // Where the count starts: after the night, the cut-off and the day of the start.
    Instant start_of(const TimeLimit& limit, Instant start) const {
        const std::vector<Pause> none;
        return Walk{calendar_, limit, none}.moved(start);
    }

    static std::int64_t length_ms(const TimeLimit& limit) {
        const bool hours = limit.unit == LimitUnit::hours || limit.unit == LimitUnit::working_hours;
        return limit.amount * minute_ms * (hours ? 60 : 1);
    }

    static const Pause* pause_at(const std::vector<Pause>& pauses, Instant at) {
        for (const Pause& pause : pauses)
            if (pause.from <= at && at < pause.to) return &pause;
        return nullptr;
    }

  private:
    struct Walk {
        const CalendarOracle& calendar;
        const TimeLimit& limit;
        const std::vector<Pause>& pauses;

        bool paused(Instant at) const { return pause_at(pauses, at) != nullptr; }
        Instant midnight_after(Day day) const { return calendar.instant(day, 1440); }
        static Day next(Day day) { return day + std::chrono::days{1}; }

        bool is_night(int minute) const {
            const int from = limit.night->from_minute;
            const int to = limit.night->to_minute;
            return from < to ? minute >= from && minute < to : minute >= from || minute < to;
        }

        Instant moved(Instant at) const {
            const int minute = calendar.minute_of_day(at);
            int nights = 0;  // minutes of it that are still to come, this one included
            while (limit.night && is_night((minute + nights) % 1440))
                ++nights;
            if (nights > 0) at = calendar.minute_end(at) + Minutes{nights - 1};
            if (limit.cutoff_minute && calendar.minute_of_day(at) >= *limit.cutoff_minute)
                at = midnight_after(calendar.day_of(at));
            const bool days =
                limit.unit == LimitUnit::working_days || limit.unit == LimitUnit::calendar_days;
            if (limit.next_day && !(days && limit.counting == Counting::civil_code))
                at = midnight_after(calendar.day_of(at));
            return at;
        }

        CountedInstant limit_end(Instant start) const {
            const Instant from = moved(start);
            switch (limit.unit) {
                case LimitUnit::minutes:
                    return {natural(from, limit.amount), false};
                case LimitUnit::hours:
                    return {natural(from, std::int64_t{limit.amount} * 60), false};
                case LimitUnit::working_minutes:
                    return working(from, limit.amount);
                case LimitUnit::working_hours:
                    return working(from, std::int64_t{limit.amount} * 60);
                case LimitUnit::working_days:
                    return limit.counting == Counting::instant ? same_time(from)
                                                               : closes(from, limit.amount);
                case LimitUnit::calendar_days:
                    if (limit.counting == Counting::instant) return {full_days(from), false};
                    return rolled(from);
                case LimitUnit::same_day:
                    if (limit.any_day) return {midnight_after(last_calendar_day(from, 1)), false};
                    return closes(from, 1);
            }
            return {};
        }

        // From pause to pause, minute by minute between them.
        Instant walk(Instant at, std::int64_t minutes, bool working) const {
            CalendarOracle::Walked walked{at, minutes * minute_ms};
            while (true) {
                if (const Pause* pause = pause_at(pauses, walked.at)) {
                    walked.at = pause->to;
                    continue;
                }
                if (walked.left == 0) return walked.at;
                walked = calendar.walk(walked.at, walked.left, next_pause(walked.at), working);
            }
        }
        Instant next_pause(Instant after) const {
            for (const Pause& pause : pauses)
                if (pause.from > after && pause.from < pause.to) return pause.from;
            return Instant::max();
        }
        Instant natural(Instant from, std::int64_t minutes) const {
            return walk(from, minutes, false);
        }
        CountedInstant working(Instant from, std::int64_t minutes) const {
            const Instant end = walk(from, minutes, true);
            return {end,
                    !calendar.all_known(calendar.day_of(from), calendar.day_of(end - Millis{1}))};
        }

        // The n-th working day after `last` whose close is not in a pause.
        Day nth_close_after(Day last, int n) const {
            while (n > 0) {
                last = next(last);
                if (calendar.day_works(last) && !paused(calendar.close(last))) --n;
            }
            return last;
        }
        bool closes_later_today(Instant at) const {
            const Day today = calendar.day_of(at);
            return calendar.day_works(today) && at < calendar.close(today);
        }
        CountedInstant closes(Instant from, int n) const {
            const bool inclusive =
                limit.unit == LimitUnit::same_day || limit.counting == Counting::inclusive;
            const Day today = calendar.day_of(from);
            Day last = today;
            if (inclusive && closes_later_today(from) && !paused(calendar.close(today))) --n;
            last = nth_close_after(last, n);
            return {calendar.close(last),
                    !calendar.all_known(inclusive ? today : next(today), last)};
        }

        CountedInstant same_time(Instant from) const {
            const Instant start = calendar.next_working(from);
            const Day first = calendar.day_of(start);
            Day last = first;
            for (int left = limit.amount; left > 0;) {
                last = next(last);
                if (calendar.day_works(last) && !paused(time_on(last, start))) --left;
            }
            return {time_on(last, start), !calendar.all_known(calendar.day_of(from), last)};
        }
        Instant time_on(Day day, Instant start) const {
            Instant at = start;
            while (calendar.day_of(at) < day)
                at += Minutes{1440};
            if (at < calendar.opening(day)) return calendar.opening(day);
            return at > calendar.close(day) ? calendar.close(day) : at;
        }

        Instant full_days(Instant at) const {
            for (int left = limit.amount; left > 0;) {
                at += Minutes{1440};
                if (!paused(at)) --left;
            }
            return at;
        }
        Day last_calendar_day(Instant from, int n) const {
            const bool inclusive =
                limit.unit == LimitUnit::same_day || limit.counting == Counting::inclusive;
            Day last = calendar.day_of(from);
            if (inclusive && !paused(midnight_after(last))) --n;
            while (n > 0) {
                last = next(last);
                if (!paused(midnight_after(last))) --n;
            }
            return last;
        }
        CountedInstant rolled(Instant from) const {
            const Day today = calendar.day_of(from);
            Day last = last_calendar_day(from, limit.amount);
            while (!calendar.day_works(last) || calendar.close(last) <= from ||
                   paused(calendar.close(last)))
                last = next(last);
            const bool inclusive = limit.counting == Counting::inclusive;
            return {calendar.close(last),
                    !calendar.all_known(inclusive ? today : next(today), last)};
        }

        CountedInstant extended(CountedInstant end, int working_days) const {
            const Day due_day = calendar.day_of(end.at - Millis{1});
            const Day last = nth_close_after(due_day, working_days);
            return {calendar.close(last), end.guessed || !calendar.all_known(next(due_day), last)};
        }
    };

    const CalendarOracle& calendar_;
};

}  // namespace hotline::test
