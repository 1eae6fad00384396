// The working calendar: which minutes of which days are working time, and arithmetic over them.
//
// Built once from data, then immutable and safe to share between threads. Arithmetic costs O(log n)
// in the number of working intervals (sorted intervals with prefix sums), whatever the distance.
// A question about a day outside the table throws std::out_of_range: an error, never a guess.
//
// Day-counted limits follow the Civil Code (民法典 2020) art. 200-203: the day of the starting
// event is not counted; the limit ends with the close of business of its last day; a last day off
// moves to the next working day. The other ways of counting are limits (time_limit.hpp).
#pragma once

#include "ticketing/rules/time.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace hotline {

// Working time of one day in minutes after local midnight, half-open: 08:30-12:00 is {510, 720}.
struct WorkInterval {
    int from_minute = 0;  // 0..1439
    int to_minute = 0;    // from_minute+1 .. 1440
    friend bool operator==(const WorkInterval&, const WorkInterval&) = default;
};

enum class DayKind {
    holiday,      // no working time, whatever the week template says
    make_up_day,  // 调休: works `intervals`, or Monday's template when they are empty
    half_day,     // works `intervals`
};

struct DayException {
    DayKind kind = DayKind::holiday;
    std::string name;  // "春节"
    std::vector<WorkInterval> intervals;
    friend bool operator==(const DayException&, const DayException&) = default;
};

// What a calendar file says. Days outside [known_from_year, known_to_year] follow the bare week
// template and are reported as guessed: no State Council notice covers them yet.
struct CalendarSpec {
    std::string id;                // "cn-demo"
    std::string version;           // "2026.1": changes whenever any day changes
    int utc_offset_minutes = 480;  // China has had one zone and no daylight saving since 1992
    int known_from_year = 0;
    int known_to_year = 0;
    std::array<std::vector<WorkInterval>, 7> week;  // index 0 is Monday
    std::map<Day, DayException> exceptions;
    friend bool operator==(const CalendarSpec&, const CalendarSpec&) = default;
};

// An instant found by counting, and whether the count crossed a day no published calendar covers.
struct CountedInstant {
    Instant at;
    bool guessed = false;
    friend bool operator==(const CountedInstant&, const CountedInstant&) = default;
};

class WorkCalendar {
  public:
    // Builds the table for [known_from_year - 1, known_to_year + 6]. Throws std::invalid_argument
    // naming the day when intervals overlap, are out of order or out of range, or when no weekday
    // works.
    explicit WorkCalendar(CalendarSpec spec);

    const std::string& id() const { return spec_.id; }
    const std::string& version() const { return spec_.version; }
    const CalendarSpec& spec() const { return spec_; }

    Day day_of(Instant at) const;                   // civil date in the city's zone
    Instant instant_of(Day day, int minute) const;  // local day + minutes after midnight, 0..1440
    bool covers(Day day) const;              // the table holds it: only then may it be counted
    bool is_known(Day day) const;            // a published calendar covers it
    bool is_working_day(Day day) const;      // has any working time
    bool is_working_time(Instant at) const;  // half-open: 12:00:00.000 is not in 08:30-12:00
    std::vector<WorkInterval> intervals_of(Day day) const;
    const DayException* exception_of(Day day) const;  // nullptr for a day of the week template

    // `at` if it is working time, else the start of the next working interval.
    Instant next_working_time(Instant at) const;
    // The end of the working interval that holds `at`. Precondition: is_working_time(at).
    Instant working_interval_end(Instant at) const;

    // Start and close of business of a working day. Precondition: is_working_day(day).
    Instant opening_of(Day day) const;
    Instant close_of(Day day) const;

    // The n-th working day after (n > 0) or before (n < 0) `day`; n == 0 is `day` itself if it
    // works, else the next working day. Throws std::out_of_range outside the table.
    Day working_day_after(Day day, int n) const;

    // Number of working days in (from, to]: 0 when to <= from.
    int working_days_between(Day from, Day to) const;

    // Civil Code counting: close of business of the n-th working day after the day of `start`,
    // n >= 1.
    CountedInstant add_working_days_civil(Instant start, int n) const;

    // The instant at which `amount` (> 0) of working time has passed since `start`. An amount that
    // fills an interval ends at the end of that interval, not at the start of the next. Working
    // hours are 60 working minutes.
    CountedInstant add_working_time(Instant start, Millis amount) const;

    // Working time in [from, to); negative when to < from.
    Millis working_time_between(Instant from, Instant to) const;

  private:
    struct Interval {
        Instant from;
        Instant to;
        Millis before{0};  // working time of all earlier intervals
    };

    std::size_t index_of(Day day) const;  // throws std::out_of_range outside the table
    bool works(std::size_t index) const {
        return first_interval_[index] != first_interval_[index + 1];
    }
    void append_day(Day day);
    std::size_t next_interval(Instant at) const;  // the first one that ends after `at`
    Millis worked_until(Instant at) const;
    bool touches_unknown(Day from, Day to) const;

    CalendarSpec spec_;
    Day first_day_{};
    Day last_day_{};
    // Per table day, one more at the end: working days strictly before it, and its first interval.
    // The intervals of day i are [first_interval_[i], first_interval_[i + 1]).
    std::vector<std::int32_t> working_days_before_;
    std::vector<std::int32_t> first_interval_;
    std::vector<Day> working_days_;    // the working days of the table in order
    std::vector<Interval> intervals_;  // in order
};

}  // namespace hotline
