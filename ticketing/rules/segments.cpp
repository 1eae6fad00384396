// The derivation of a due instant as segments. Walks day by day, because it is read by people and
// asked for one clock at a time; due_of alone says where limits end.
#include "ticketing/rules/counting.hpp"
#include "ticketing/rules/time_limit.hpp"

#include <algorithm>
#include <utility>

namespace hotline {
namespace {

using std::chrono::days;

constexpr int minutes_per_day = 24 * 60;

// Lays segments end to end. A segment in days is one day at most while it is laid, so that a cap
// can take whole days away; neighbours are joined at the end.
class Walk {
  public:
    Walk(const Derivation& derivation, const WorkCalendar& calendar, Instant start)
        : derivation_(derivation), calendar_(calendar), cursor_(start) {}

    std::vector<Segment> take(Instant start) {
        walk_limit(start);
        walk_extension();
        if (derivation_.cap && *derivation_.cap < cursor_) cut(std::max(*derivation_.cap, start));
        return joined();
    }

  private:
    struct Piece {
        Segment segment;
        Instant completes{};  // the instant that earns `amount`; of time every instant earns some
        bool is_time = false;
    };

    void walk_limit(Instant start);
    void walk_time(bool natural);
    void walk_gap(bool deferred, Instant stop);
    void walk_days();
    void walk_day(const counting::DaySeries& series, std::int64_t& number, std::int64_t& left,
                  SegmentKind kind);
    void walk_working_days(const counting::DaySeries& series, std::int64_t left, SegmentKind kind);
    void walk_calendar_days(const counting::LimitDays& counted);
    void walk_extension();
    void cut(Instant due);
    std::vector<Segment> joined() const;

    void lay(Instant to, SegmentKind kind, std::string name = {});
    void lay_day(Instant to, Instant completes, SegmentKind kind, std::string name = {});
    void lay_time(Instant to, std::string name);
    void lay_day_off(Day day);

    const Pause* pause_at(Instant at) const { return counting::pause_at(derivation_.pauses, at); }
    Instant next_pause(Instant after) const;
    Instant midnight_after(Day day) const { return calendar_.instant_of(day, minutes_per_day); }
    std::string make_up_name(Day day) const {
        const DayException* exception = calendar_.exception_of(day);
        return exception && exception->kind == DayKind::make_up_day ? exception->name : "";
    }

    const Derivation& derivation_;
    const WorkCalendar& calendar_;
    Instant cursor_;
    std::vector<Piece> pieces_;
};

void Walk::lay(Instant to, SegmentKind kind, std::string name) {
    if (to <= cursor_) return;
    pieces_.push_back({{cursor_, to, kind, 0, std::move(name)}, to, false});
    cursor_ = to;
}

void Walk::lay_day(Instant to, Instant completes, SegmentKind kind, std::string name) {
    pieces_.push_back({{cursor_, to, kind, 1, std::move(name)}, completes, false});
    cursor_ = to;
}

void Walk::lay_time(Instant to, std::string name) {
    const std::int64_t amount = (to - cursor_).count();
    pieces_.push_back({{cursor_, to, SegmentKind::counted, amount, std::move(name)}, to, true});
    cursor_ = to;
}

void Walk::lay_day_off(Day day) {
    const DayException* exception = calendar_.exception_of(day);
    lay(midnight_after(day), exception ? SegmentKind::holiday : SegmentKind::weekend,
        exception ? exception->name : "");
}

Instant Walk::next_pause(Instant after) const {
    for (const Pause& pause : derivation_.pauses)
        if (pause.from > after) return pause.from;
    return Instant::max();
}

void Walk::walk_limit(Instant start) {
    const TimeLimit& limit = derivation_.limit;
    lay(counting::moved_start(limit, calendar_, start), SegmentKind::deferred);
    switch (limit.unit) {
        case LimitUnit::minutes:
        case LimitUnit::hours:
            walk_time(true);
            break;
        case LimitUnit::working_minutes:
        case LimitUnit::working_hours:
            walk_time(false);
            break;
        case LimitUnit::working_days:
        case LimitUnit::calendar_days:
        case LimitUnit::same_day:
            walk_days();
            break;
    }
}

void Walk::walk_time(bool natural) {
    std::int64_t left = counting::length_of(derivation_.limit).count();
    bool begun = false;
    while (true) {
        if (const Pause* pause = pause_at(cursor_)) {
            lay(pause->to, SegmentKind::paused, pause->code);
            begun = true;
        } else if (left == 0) {
            return;
        } else if (natural || calendar_.is_working_time(cursor_)) {
            Instant to = std::min(cursor_ + Millis{left}, next_pause(cursor_));
            const Day today = calendar_.day_of(cursor_);
            if (!natural) to = std::min(to, calendar_.working_interval_end(cursor_));
            left -= (to - cursor_).count();
            lay_time(to, natural ? "" : make_up_name(today));
            begun = true;
        } else {
            walk_gap(!begun, next_pause(cursor_));
        }
    }
}

// Time that does not work, up to the end of the day, the next working interval or a pause.
void Walk::walk_gap(bool deferred, Instant stop) {
    const Day today = calendar_.day_of(cursor_);
    const Instant to =
        std::min({stop, midnight_after(today), calendar_.next_working_time(cursor_)});
    if (deferred) return lay(to, SegmentKind::deferred);
    if (calendar_.is_working_day(today)) return lay(to, SegmentKind::outside_hours);
    const DayException* exception = calendar_.exception_of(today);
    lay(to, exception ? SegmentKind::holiday : SegmentKind::weekend,
        exception ? exception->name : "");
}

void Walk::walk_days() {
    const counting::LimitDays counted = counting::days_of(derivation_.limit, calendar_, cursor_);
    const counting::DaySeries& series = counted.series;
    switch (series.ends()) {
        case counting::DayEnd::close: {
            const bool is_civil = counted.first_counted > calendar_.day_of(cursor_);
            const Day first = series.day(1);
            if (is_civil)
                lay(midnight_after(series.before()), SegmentKind::start_day);
            else
                lay(calendar_.instant_of(first, 0), SegmentKind::deferred);
            return walk_working_days(series, counted.amount, SegmentKind::counted);
        }
        case counting::DayEnd::time_of_day: {
            lay(counted.from, SegmentKind::deferred);
            // What is left of the first day belongs to the day that the next one completes.
            lay(midnight_after(series.before()), SegmentKind::counted,
                make_up_name(series.before()));
            return walk_working_days(series, counted.amount, SegmentKind::counted);
        }
        case counting::DayEnd::midnight:
        case counting::DayEnd::full_day:
            return walk_calendar_days(counted);
    }
}

// The days of the series and the days off between them, until `left` of them have counted.
void Walk::walk_working_days(const counting::DaySeries& series, std::int64_t left,
                             SegmentKind kind) {
    for (std::int64_t number = 1; left > 0;) {
        const Day today = calendar_.day_of(cursor_);
        if (today < series.day(number))
            lay_day_off(today);
        else
            walk_day(series, number, left, kind);
    }
}

void Walk::walk_day(const counting::DaySeries& series, std::int64_t& number, std::int64_t& left,
                    SegmentKind kind) {
    const Day today = series.day(number);
    const Instant completes = series.end(number);
    if (const Pause* pause = pause_at(completes)) {
        lay(midnight_after(today), SegmentKind::paused, pause->code);
    } else {
        --left;
        lay_day(left == 0 ? completes : midnight_after(today), completes, kind,
                make_up_name(today));
    }
    ++number;
}

void Walk::walk_calendar_days(const counting::LimitDays& counted) {
    const counting::DaySeries& series = counted.series;
    const bool at_midnight = series.ends() == counting::DayEnd::midnight;
    const bool is_civil = counted.first_counted > calendar_.day_of(cursor_);
    if (is_civil) lay(midnight_after(series.before()), SegmentKind::start_day);
    std::int64_t number = 0;
    std::int64_t left = counted.amount;
    while (true) {
        const Instant completes = series.end(++number);
        if (const Pause* pause = pause_at(completes)) {
            lay(completes, SegmentKind::paused, pause->code);
            continue;
        }
        if (--left == 0) break;
        lay_day(completes, completes, SegmentKind::counted);
    }
    const Instant last = series.end(number);
    if (!at_midnight || derivation_.limit.unit == LimitUnit::same_day)
        return lay_day(last, last, SegmentKind::counted);
    // The last day ends at its close of business, or it is off and the limit rolls on.
    const counting::DaySeries roll = counting::roll_of(calendar_, series.day(number), counted.from);
    const Instant due = roll.end(roll.nth(1, derivation_.pauses));
    lay_day(std::min(due, last), std::min(due, last), SegmentKind::counted);
    lay(due, SegmentKind::rolled);
}

void Walk::walk_extension() {
    if (derivation_.extended_working_days < 1) return;
    const counting::DaySeries more = counting::extension_of(calendar_, cursor_);
    const Day due_day = more.before();
    const bool is_over =
        calendar_.is_working_day(due_day) && calendar_.close_of(due_day) <= cursor_;
    lay(midnight_after(due_day), is_over ? SegmentKind::outside_hours : SegmentKind::start_day);
    walk_working_days(more, derivation_.extended_working_days, SegmentKind::extension);
}

void Walk::cut(Instant due) {
    const Instant end = cursor_;
    while (!pieces_.empty() && pieces_.back().segment.from >= due)
        pieces_.pop_back();
    if (!pieces_.empty()) {
        Piece& last = pieces_.back();
        if (due < last.segment.to) {
            last.segment.to = due;
            if (last.is_time)
                last.segment.amount = (due - last.segment.from).count();
            else if (due < last.completes)
                last.segment.amount = 0;
        }
    }
    cursor_ = due;
    lay(end, SegmentKind::cut);
}

std::vector<Segment> Walk::joined() const {
    std::vector<Segment> result;
    for (const Piece& piece : pieces_) {
        const Segment& next = piece.segment;
        if (next.from == next.to) {
            // A day completed by its first instant has no time of its own: its kind's last earns
            // it.
            const auto last =
                std::find_if(result.rbegin(), result.rend(),
                             [&](const Segment& segment) { return segment.kind == next.kind; });
            if (last != result.rend()) last->amount += next.amount;
            continue;
        }
        const bool goes_on =
            !result.empty() && result.back().kind == next.kind && result.back().name == next.name;
        if (!goes_on) {
            result.push_back(next);
            continue;
        }
        result.back().to = next.to;
        result.back().amount += next.amount;
    }
    return result;
}

}  // namespace

std::vector<Segment> segments_of(const Derivation& derivation, const WorkCalendar& calendar,
                                 Instant start) {
    return Walk{derivation, calendar, start}.take(start);
}

}  // namespace hotline
