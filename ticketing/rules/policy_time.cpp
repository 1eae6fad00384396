// Where the steps of a clock lie.
#include "ticketing/rules/counting.hpp"
#include "ticketing/rules/policy.hpp"

#include <algorithm>
#include <tuple>

namespace hotline {
namespace {

// Acting at the due instant itself is on time, so what follows from its passing comes after it.
constexpr Millis expiry_delay{1};

bool is_on_expiry(const StepRule& step) {
    return step.percent == 0 && step.minutes == 0 && step.working_days == 0;
}

Instant place(const StepRule& step, const WorkCalendar& calendar, Instant start, Instant due) {
    if (step.percent != 0) return start + (due - start) * step.percent / 100;
    if (step.minutes != 0) return due + Minutes{step.minutes};
    const Day due_day = counting::due_day(calendar, due);
    return calendar.opening_of(calendar.working_day_after(due_day, step.working_days));
}

}  // namespace

std::vector<ClockStep> steps_of(const std::vector<StepRule>& rules, MilestoneKind kind,
                                const WorkCalendar& calendar, Instant start, Instant due,
                                std::span<const Pause> pauses) {
    const Instant expiry = std::max(due + expiry_delay, start);
    const bool is_window = kind == MilestoneKind::return_window;
    std::vector<ClockStep> steps{{is_window ? StepKind::deem_accepted : StepKind::overdue, expiry}};
    for (const StepRule& rule : rules) {
        if (is_on_expiry(rule)) {
            steps.push_back({rule.kind, expiry});
            continue;
        }
        const Instant at = std::max(place(rule, calendar, start, due), start);
        const Pause* pause = counting::pause_at(pauses, at);
        steps.push_back({rule.kind, pause != nullptr ? pause->to : at});
    }
    std::sort(steps.begin(), steps.end(), [](const ClockStep& a, const ClockStep& b) {
        return std::tie(a.at, a.kind) < std::tie(b.at, b.kind);
    });
    // Two that were moved to one place are one: kind and instant name a step.
    steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
    return steps;
}

}  // namespace hotline
