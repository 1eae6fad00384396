// How limits are counted: what due_of, segments_of, the text form and the policies' checks share.
// Internal to rules/.
#pragma once

#include "ticketing/rules/calendar.hpp"
#include "ticketing/rules/time_limit.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace hotline::counting {

// Why a limit makes no sense, for people; empty when it does.
std::string problem_of(const TimeLimit& limit);

// The pause that `at` lies in (half-open); nullptr if none. Costs O(log pauses).
const Pause* pause_at(std::span<const Pause> pauses, Instant at);

// Where the count starts: after the night, the cut-off and the day of the start, in this order.
Instant moved_start(const TimeLimit& limit, const WorkCalendar& calendar, Instant start);

// The length of a limit in natural or working time. Precondition: !counts_days, not same_day.
Millis length_of(const TimeLimit& limit);

// The day a limit ends on: an end at midnight belongs to the day it ends.
Day due_day(const WorkCalendar& calendar, Instant due);

// What completes a day that counts.
enum class DayEnd {
    close,        // working days: the close of business
    time_of_day,  // working days: the start's time of day, within that day's business hours
    midnight,     // calendar days: the midnight that ends the day
    full_day,     // calendar days: 24 hours
};

// The days that may count, numbered from 1. Cheap to copy; refers to the calendar.
class DaySeries {
  public:
    // The days after `before`. `start` matters for time_of_day (then it lies in working time on
    // `before`) and full_day.
    DaySeries(const WorkCalendar& calendar, DayEnd ends, Day before, Instant start);

    DayEnd ends() const { return ends_; }
    Day before() const { return before_; }
    Day day(std::int64_t n) const;      // throws std::out_of_range outside the calendar
    Instant end(std::int64_t n) const;  // rises with n

    // The number of the n-th day whose end does not lie in a pause.
    std::int64_t nth(std::int64_t n, std::span<const Pause> pauses) const;

  private:
    bool works() const { return ends_ == DayEnd::close || ends_ == DayEnd::time_of_day; }
    std::int64_t ends_before(Instant at) const;  // how many days end before `at`

    const WorkCalendar* calendar_;
    DayEnd ends_;
    Day before_;
    Instant start_;
};

// The days of a limit in days or of one of the same day, and how many of them it takes.
struct LimitDays {
    DaySeries series;
    std::int64_t amount = 0;
    Instant from{};       // the moved start; of time_of_day moved into working time
    Day first_counted{};  // the first day that the count looked at, for what is guessed
};
// Precondition: counts_days or same_day. `start` is a moved start.
LimitDays days_of(const TimeLimit& limit, const WorkCalendar& calendar, Instant start);

// The working days on which calendar days that end with `last` may end (Civil Code art. 203): the
// first of them is `last` itself when it works and closes after `start`.
DaySeries roll_of(const WorkCalendar& calendar, Day last, Instant start);

// The working days after a limit's end, for its extension.
DaySeries extension_of(const WorkCalendar& calendar, Instant due);

// Where the limit itself ends, without extension and cap.
CountedInstant limit_end(const TimeLimit& limit, const WorkCalendar& calendar, Instant start,
                         std::span<const Pause> pauses);
// Where the limit and its extension end, without the cap.
CountedInstant own_end(const Derivation& derivation, const WorkCalendar& calendar, Instant start);

}  // namespace hotline::counting
