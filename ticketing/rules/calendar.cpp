#include "ticketing/rules/calendar.hpp"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace hotline {

namespace {

using std::chrono::days;
using std::chrono::floor;

constexpr int minutes_per_day = 24 * 60;
constexpr int years_before_known = 1;
constexpr int years_after_known = 6;
constexpr int known_years_max = 200;
constexpr int utc_offset_minutes_max = 14 * 60;
constexpr std::array weekday_names{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                   "Friday", "Saturday", "Sunday"};

std::string two_digits(unsigned number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string text_of(Day day) {  // "2026-02-13"
    const std::chrono::year_month_day date{day};
    return std::to_string(static_cast<int>(date.year())) + "-" +
           two_digits(static_cast<unsigned>(date.month())) + "-" +
           two_digits(static_cast<unsigned>(date.day()));
}

Day first_of_year(int year) {
    return Day{std::chrono::year{year} / std::chrono::January / 1};
}

Day last_of_year(int year) {
    return Day{std::chrono::year{year} / std::chrono::December / 31};
}

std::size_t template_index_of(Day day) {
    return std::chrono::weekday{day}.iso_encoding() - 1;
}

[[noreturn]] void reject(const std::string& what) {
    throw std::invalid_argument{what};
}

void require_sound(const std::vector<WorkInterval>& intervals, const std::string& whose) {
    int end_of_last = 0;
    for (const WorkInterval& interval : intervals) {
        if (interval.from_minute < 0 || interval.to_minute > minutes_per_day)
            reject(whose + ": an interval lies outside 00:00-24:00");
        if (interval.from_minute >= interval.to_minute)
            reject(whose + ": an interval ends before it starts or is empty");
        if (interval.from_minute < end_of_last)
            reject(whose + ": intervals overlap or are out of order");
        end_of_last = interval.to_minute;
    }
}

void require_sound_week(const CalendarSpec& spec) {
    bool any_works = false;
    for (std::size_t i = 0; i < spec.week.size(); ++i) {
        require_sound(spec.week[i], weekday_names[i]);
        any_works = any_works || !spec.week[i].empty();
    }
    if (!any_works) reject("no weekday works");
}

void require_sound_exception(const CalendarSpec& spec, Day day, const DayException& exception) {
    const std::string name = text_of(day);
    require_sound(exception.intervals, name);
    const bool has_intervals = !exception.intervals.empty();
    switch (exception.kind) {
        case DayKind::holiday:
            if (has_intervals) reject(name + ": a holiday has working intervals");
            return;
        case DayKind::half_day:
            if (!has_intervals) reject(name + ": a half day has no working intervals");
            return;
        case DayKind::make_up_day:
            if (!has_intervals && spec.week[0].empty())
                reject(name + ": a make-up day follows Monday, and Monday does not work");
            return;
    }
}

CalendarSpec checked(CalendarSpec spec) {
    if (spec.known_from_year < 1 || spec.known_to_year > 9000 ||
        spec.known_from_year > spec.known_to_year ||
        spec.known_to_year - spec.known_from_year >= known_years_max)
        reject("the known years " + std::to_string(spec.known_from_year) + " to " +
               std::to_string(spec.known_to_year) + " are out of order or out of range");
    if (std::abs(spec.utc_offset_minutes) > utc_offset_minutes_max)
        reject("the UTC offset is more than 14 hours");
    require_sound_week(spec);
    const Day first = first_of_year(spec.known_from_year - years_before_known);
    const Day last = last_of_year(spec.known_to_year + years_after_known);
    for (const auto& [day, exception] : spec.exceptions) {
        if (day < first || day > last) reject(text_of(day) + ": lies outside the calendar's years");
        require_sound_exception(spec, day, exception);
    }
    return spec;
}

void require_positive(long long amount) {
    if (amount < 1) reject("a limit must be at least 1, not " + std::to_string(amount));
}

}  // namespace

WorkCalendar::WorkCalendar(CalendarSpec spec)
    : spec_(checked(std::move(spec))),
      first_day_(first_of_year(spec_.known_from_year - years_before_known)),
      last_day_(last_of_year(spec_.known_to_year + years_after_known)) {
    for (Day day = first_day_; day <= last_day_; day += days{1})
        append_day(day);
    // The sentinels, so that every day of the table has a next one.
    working_days_before_.push_back(static_cast<std::int32_t>(working_days_.size()));
    first_interval_.push_back(static_cast<std::int32_t>(intervals_.size()));
}

void WorkCalendar::append_day(Day day) {
    working_days_before_.push_back(static_cast<std::int32_t>(working_days_.size()));
    first_interval_.push_back(static_cast<std::int32_t>(intervals_.size()));
    const std::vector<WorkInterval>* today = &spec_.week[template_index_of(day)];
    if (const DayException* exception = exception_of(day)) {
        const bool follows_monday =
            exception->kind == DayKind::make_up_day && exception->intervals.empty();
        today = follows_monday ? &spec_.week[0] : &exception->intervals;
    }
    if (today->empty()) return;
    working_days_.push_back(day);
    for (const WorkInterval& interval : *today) {
        const Millis before =
            intervals_.empty()
                ? Millis{0}
                : intervals_.back().before + (intervals_.back().to - intervals_.back().from);
        intervals_.push_back(
            {instant_of(day, interval.from_minute), instant_of(day, interval.to_minute), before});
    }
}

Day WorkCalendar::day_of(Instant at) const {
    const Instant local = at + Minutes{spec_.utc_offset_minutes};
    return Day{floor<days>(local).time_since_epoch()};
}

Instant WorkCalendar::instant_of(Day day, int minute) const {
    return Instant{day.time_since_epoch()} + Minutes{minute - spec_.utc_offset_minutes};
}

bool WorkCalendar::covers(Day day) const {
    return day >= first_day_ && day <= last_day_;
}

bool WorkCalendar::is_known(Day day) const {
    return day >= first_of_year(spec_.known_from_year) && day <= last_of_year(spec_.known_to_year);
}

std::size_t WorkCalendar::index_of(Day day) const {
    if (!covers(day))
        throw std::out_of_range{"calendar " + spec_.id + " holds " + text_of(first_day_) + " to " +
                                text_of(last_day_) + ", not " + text_of(day)};
    return static_cast<std::size_t>((day - first_day_).count());
}

bool WorkCalendar::touches_unknown(Day from, Day to) const {
    return !is_known(from) || !is_known(to);  // the known days have no gaps
}

bool WorkCalendar::is_working_day(Day day) const {
    return works(index_of(day));
}

bool WorkCalendar::is_working_time(Instant at) const {
    index_of(day_of(at));
    const std::size_t next = next_interval(at);
    return next < intervals_.size() && intervals_[next].from <= at;
}

std::vector<WorkInterval> WorkCalendar::intervals_of(Day day) const {
    const std::size_t index = index_of(day);
    const Instant midnight = instant_of(day, 0);
    std::vector<WorkInterval> result;
    for (auto i = static_cast<std::size_t>(first_interval_[index]);
         i < static_cast<std::size_t>(first_interval_[index + 1]); ++i) {
        const auto from = std::chrono::duration_cast<Minutes>(intervals_[i].from - midnight);
        const auto to = std::chrono::duration_cast<Minutes>(intervals_[i].to - midnight);
        result.push_back({static_cast<int>(from.count()), static_cast<int>(to.count())});
    }
    return result;
}

const DayException* WorkCalendar::exception_of(Day day) const {
    const auto found = spec_.exceptions.find(day);
    return found == spec_.exceptions.end() ? nullptr : &found->second;
}

Instant WorkCalendar::next_working_time(Instant at) const {
    index_of(day_of(at));
    const std::size_t next = next_interval(at);
    if (next == intervals_.size())
        throw std::out_of_range{"calendar " + spec_.id + " ends at " + text_of(last_day_)};
    return std::max(at, intervals_[next].from);
}

Instant WorkCalendar::working_interval_end(Instant at) const {
    if (!is_working_time(at)) reject("not working time");
    return intervals_[next_interval(at)].to;
}

Instant WorkCalendar::opening_of(Day day) const {
    const std::size_t index = index_of(day);
    if (!works(index)) reject(text_of(day) + " is not a working day");
    return intervals_[static_cast<std::size_t>(first_interval_[index])].from;
}

Instant WorkCalendar::close_of(Day day) const {
    const std::size_t index = index_of(day);
    if (!works(index)) reject(text_of(day) + " is not a working day");
    return intervals_[static_cast<std::size_t>(first_interval_[index + 1]) - 1].to;
}

Day WorkCalendar::working_day_after(Day day, int n) const {
    const std::size_t index = index_of(day);
    std::int64_t position = std::int64_t{working_days_before_[index]} + n;
    if (n > 0 && !works(index)) --position;  // the day itself is not among the working days
    if (position < 0 || position >= static_cast<std::int64_t>(working_days_.size()))
        throw std::out_of_range{"calendar " + spec_.id + " ends before working day " +
                                std::to_string(n) + " from " + text_of(day)};
    return working_days_[static_cast<std::size_t>(position)];
}

int WorkCalendar::working_days_between(Day from, Day to) const {
    const std::size_t from_index = index_of(from);
    const std::size_t to_index = index_of(to);
    if (to_index <= from_index) return 0;
    return working_days_before_[to_index + 1] - working_days_before_[from_index + 1];
}

CountedInstant WorkCalendar::add_working_days_civil(Instant start, int n) const {
    require_positive(n);
    const Day start_day = day_of(start);
    const Day last = working_day_after(start_day, n);
    return {close_of(last), touches_unknown(start_day + days{1}, last)};
}

CountedInstant WorkCalendar::add_working_time(Instant start, Millis amount) const {
    require_positive(amount.count());
    const Millis target = worked_until(start) + amount;
    // The first interval at whose end `target` has been worked.
    const auto found = std::lower_bound(
        intervals_.begin(), intervals_.end(), target, [](const Interval& interval, Millis sought) {
            return interval.before + (interval.to - interval.from) < sought;
        });
    if (found == intervals_.end())
        throw std::out_of_range{"calendar " + spec_.id + " ends at " + text_of(last_day_)};
    // The day of the interval, not of the result: an interval may end at midnight of the next day.
    return {found->from + (target - found->before),
            touches_unknown(day_of(start), day_of(found->from))};
}

Millis WorkCalendar::working_time_between(Instant from, Instant to) const {
    return worked_until(to) - worked_until(from);
}

std::size_t WorkCalendar::next_interval(Instant at) const {
    const auto found = std::upper_bound(
        intervals_.begin(), intervals_.end(), at,
        [](Instant sought, const Interval& interval) { return sought < interval.to; });
    return static_cast<std::size_t>(found - intervals_.begin());
}

Millis WorkCalendar::worked_until(Instant at) const {
    // The midnight that ends the table is still measured, so that its last day can be.
    if (at != instant_of(last_day_, minutes_per_day)) index_of(day_of(at));
    const std::size_t next = next_interval(at);
    if (next == intervals_.size()) {
        const Interval& last = intervals_.back();
        return last.before + (last.to - last.from);
    }
    const Interval& interval = intervals_[next];
    return interval.before + std::max(Millis{0}, at - interval.from);
}

}  // namespace hotline
