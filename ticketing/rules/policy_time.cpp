// Time of the policies: where a limit ends and where its warnings lie.
#include "ticketing/rules/policy.hpp"

#include <algorithm>
#include <stdexcept>
#include <tuple>

namespace hotline {
namespace {

CountedInstant counted_days(const MilestoneRule& rule, const WorkCalendar& calendar,
                            Instant start) {
    const bool working = rule.unit == LimitUnit::working_days;
    switch (rule.counting) {
        case Counting::civil_code:
            return working ? calendar.add_working_days_civil(start, rule.amount)
                           : calendar.add_calendar_days_civil(start, rule.amount);
        case Counting::instant:
            if (working) return calendar.add_working_days_instant(start, rule.amount);
            return {start + std::chrono::days(rule.amount), false};
    }
    throw std::logic_error("unknown counting");
}

Instant place(const StepRule& step, const WorkCalendar& calendar, Instant start, Instant due) {
    if (step.percent != 0) return start + (due - start) * step.percent / 100;
    if (step.working_days == 0) return due;
    return calendar.opening_of(calendar.working_day_after(calendar.day_of(due), step.working_days));
}

}  // namespace

CountedInstant due_of(const MilestoneRule& rule, const WorkCalendar& calendar, Instant start) {
    switch (rule.unit) {
        case LimitUnit::minutes:  // natural time, any day: Tianjin's 15 and 30 minutes
            return {start + std::chrono::minutes(rule.amount), false};
        case LimitUnit::hours:
            return {start + std::chrono::hours(rule.amount), false};
        case LimitUnit::working_minutes:
            return calendar.add_working_time(start, std::chrono::minutes(rule.amount));
        case LimitUnit::working_hours:
            return calendar.add_working_time(start, std::chrono::hours(rule.amount));
        case LimitUnit::working_days:
        case LimitUnit::calendar_days:
            return counted_days(rule, calendar, start);
    }
    throw std::logic_error("unknown unit of a limit");
}

std::vector<ClockStep> steps_of(const MilestoneRule& rule, const WorkCalendar& calendar,
                                Instant start, Instant due) {
    std::vector<ClockStep> steps{{StepKind::overdue, due + Millis{1}}};
    for (const StepRule& warning : rule.warnings) {
        steps.push_back({warning.kind, place(warning, calendar, start, due)});
    }
    for (ClockStep& step : steps)
        step.at = std::max(step.at, start);
    // At one instant the milder step comes first; the enumerators are in that order.
    std::sort(steps.begin(), steps.end(), [](const ClockStep& a, const ClockStep& b) {
        return std::tie(a.at, a.kind) < std::tie(b.at, b.kind);
    });
    return steps;
}

}  // namespace hotline
