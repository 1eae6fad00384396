// A time limit (时限) as data, and counting it on a calendar.
//
// The text form is the one in policy files, on the command line, in the journal and in the rows:
//
//     AMOUNT UNIT OPTION...   5wd   30min   24h   4wh   7d   13wd next_day   same_day cutoff=16:00
//
// units:   min h          natural minutes and hours, any day, any hour
//          wmin wh        working minutes and hours
//          wd d           working days and calendar days
//          same_day       without an amount: ends with the day of the start
// options: instant        (wd d) the same time of day n days later, instead of the Civil Code's
//                         close of business of the n-th day. Of wd a start outside working time is
//                         first moved into it; of d each day is 24 hours and none rolls on
//          inclusive      (wd d) the day of the start is the first counted day: of wd when it works
//                         and its close is still ahead, of d always
//          next_day       counting begins with the day after the start (从次日起算). For days by
//          the
//                         Civil Code that is so anyway; hours begin at the next day's first minute
//          any_day        (same_day) also on days off: ends at midnight, not at close of business
//          cutoff=HH:MM   (same_day) a start at or after it belongs to the next day
//          night=HH:MM-HH:MM   a start inside this span of local time is moved to its end
//                         (南宁: 23:00-08:00 goes to voicemail and is called back in the morning)
//
// A same-day start on a day off or at or after the close of business, without any_day, belongs to
// the next working day. The night is looked at first, then the cut-off, then next_day. Amounts are
// at most about two years: 1,000,000 min, 17,520 h, 240,000 wmin, 4,000 wh, 500 wd, 730 d.
#pragma once

#include "ticketing/rules/calendar.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hotline {

enum class LimitUnit {
    minutes,
    hours,
    working_minutes,
    working_hours,
    working_days,
    calendar_days,
    same_day,
};

// How working_days and calendar_days are counted.
enum class Counting { civil_code, instant, inclusive };

// Local time of day in minutes after midnight, [from, to); from > to wraps around midnight.
struct DaySpan {
    int from_minute = 0;  // 0..1439
    int to_minute = 0;    // 0..1440
    friend bool operator==(const DaySpan&, const DaySpan&) = default;
};
bool covers(const DaySpan& span, int minute);

struct TimeLimit {
    std::int32_t amount = 0;  // >= 1; 0 for same_day
    LimitUnit unit = LimitUnit::working_days;
    Counting counting = Counting::civil_code;
    bool next_day = false;
    bool any_day = false;
    std::optional<int> cutoff_minute{};  // 1..1439
    std::optional<DaySpan> night{};
    friend bool operator==(const TimeLimit&, const TimeLimit&) = default;
};

// True for the units whose count is a number of days.
bool counts_days(LimitUnit unit);

// The canonical text; parse_time_limit gives the same limit back.
std::string text_of(const TimeLimit& limit);

// Empty when the text is no limit; `why` then says what is wrong, for people.
std::optional<TimeLimit> parse_time_limit(std::string_view text, std::string& why);

// Time that does not count: half-open, to the second. `to` is known when the pause is granted (a
// suspension has its review date) and only ever moved forward in time by an early resumption.
struct Pause {
    Instant from{};
    Instant to{};
    std::string code;  // the policy's reason code, or "return_review"
    friend bool operator==(const Pause&, const Pause&) = default;
};

// Why a clock's due instant is earlier than its own limit says.
enum class CapReason { none, parent, external };

// Everything a due instant follows from, given the calendar and the start. Kept with each clock, so
// that it can be explained and counted again on another calendar.
struct Derivation {
    TimeLimit limit;
    std::int32_t extended_working_days = 0;  // granted as increments, counted after the limit's end
    std::vector<Pause> pauses;               // in time order, not overlapping
    std::optional<Instant> cap;              // the due instant is never after it ...
    CapReason cap_reason = CapReason::none;  // ... because of this
    friend bool operator==(const Derivation&, const Derivation&) = default;
};

// The instant at which the limit ends. Throws std::out_of_range outside the calendar.
//
// Pauses: working and natural time inside one does not count. A day does not count when the instant
// that would complete it (its close of business; for calendar days its midnight; for `instant` the
// start's time of day) lies in a pause. The last day of calendar days and the due day of an
// extension roll on like any other. An end that would lie inside a pause lies after it, so only a
// cap can put a due instant into a pause (from <= at < to).
//
// An extension counts the working days after the due day, as the Civil Code does. The due day is
// that of the limit's last millisecond: an end at midnight belongs to the day that it ends. Throws
// std::invalid_argument for an amount below 1.
CountedInstant due_of(const Derivation& derivation, const WorkCalendar& calendar, Instant start);
CountedInstant due_of(const TimeLimit& limit, const WorkCalendar& calendar, Instant start);

// One stretch of time between start and due, and whether it counted.
enum class SegmentKind {
    counted,        // working day(s) or working / natural time that counted
    start_day,      // the day of the start, and before an extension the rest of the due day, is
                    // not counted (Civil Code art. 201)
    deferred,       // moved to a later start: night, cut-off, next_day, a start out of hours
    outside_hours,  // before opening, lunch, after close
    weekend,        // days off of the week template
    holiday,        // days off by an exception; `name` says which
    paused,         // `name` is the pause's code
    rolled,         // the last day is off, so the limit ends on the next working day (art. 203)
    extension,      // counted time that an extension granted
    cut,            // time of its own limit that a cap took away: from the due instant on
};

struct Segment {
    Instant from{};
    Instant to{};
    SegmentKind kind = SegmentKind::counted;
    std::int64_t amount = 0;  // what it counted: days for limits in days, else milliseconds
    std::string name;         // of a holiday, a make-up day (counted), a pause
    friend bool operator==(const Segment&, const Segment&) = default;
};

// The derivation of a due instant as segments without gaps from `start` to the due instant (a `cut`
// segment follows it when there is a cap). Counted amounts of `counted` add up to the limit's
// amount (same_day: one day), those of `extension` to the extension; with a cap, less.
// Neighbours of the same kind and name are one segment.
std::vector<Segment> segments_of(const Derivation& derivation, const WorkCalendar& calendar,
                                 Instant start);

}  // namespace hotline
