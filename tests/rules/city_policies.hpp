// The calendar and the policies of the tests' city, and the parts to make others from.
#pragma once

#include "tests/support/calendar_text.hpp"
#include "ticketing/rules/policy.hpp"

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace hotline::test {

// 08:30-12:00 and 13:30-17:30 from Monday to Friday; the Spring Festival of 2026 is off from 15 to
// 23 February and made up for on the Saturdays 14 and 28.
inline CalendarSpec city_spec() {
    CalendarSpec spec;
    spec.id = "city";
    spec.version = "2026.1";
    spec.known_from_year = 2025;
    spec.known_to_year = 2026;
    for (std::size_t i = 0; i < 5; ++i)
        spec.week[i] = {{510, 720}, {810, 1050}};
    for (int d = 15; d <= 23; ++d)
        spec.exceptions[day(2026, 2, d)] = {DayKind::holiday, "春节", {}};
    for (const int d : {14, 28})
        spec.exceptions[day(2026, 2, d)] = {DayKind::make_up_day, "春节", {}};
    return spec;
}

using Calendar = std::shared_ptr<const WorkCalendar>;
inline Calendar calendar_of(CalendarSpec spec) {
    return std::make_shared<const WorkCalendar>(std::move(spec));
}
inline Calendar city_calendar() {
    return calendar_of(city_spec());
}

// The city's calendar with more days off, as a later notice orders them.
inline Calendar city_calendar_without(const std::string& version, const std::vector<Day>& off) {
    CalendarSpec spec = city_spec();
    spec.version = version;
    for (const Day each : off)
        spec.exceptions[each] = {DayKind::holiday, "停工", {}};
    return calendar_of(std::move(spec));
}

inline TimeLimit limit(const std::string& text) {
    std::string why;
    const auto parsed = parse_time_limit(text, why);
    if (!parsed) throw std::invalid_argument(text + ": " + why);
    return *parsed;
}

inline MilestoneRule milestone(MilestoneKind kind, StartEvent start, const std::string& text,
                               std::vector<StepRule> steps = {}) {
    MilestoneRule rule;
    rule.kind = kind;
    rule.start = start;
    rule.limit = limit(text);
    rule.steps = std::move(steps);
    return rule;
}

inline MilestoneRule milestone(MilestoneKind kind, StartEvent start, int amount, LimitUnit unit,
                               std::vector<StepRule> steps = {}) {
    MilestoneRule rule;
    rule.kind = kind;
    rule.start = start;
    rule.limit.amount = amount;
    rule.limit.unit = unit;
    rule.steps = std::move(steps);
    return rule;
}

inline std::vector<StepRule> yellow_and_red() {
    return {{StepKind::warn_yellow, -1}, {StepKind::warn_red, 1}};
}

inline ExtensionStep extension_step(int days, Role approver = Role::dispatcher,
                                    ExtensionNeeds needs = ExtensionNeeds::nothing) {
    return {days, approver, {}, needs};
}

// Up to `days` working days more, once.
inline ExtensionRule extend_once(int days) {
    return {ExtensionMode::add, days, {extension_step(days)}};
}

inline ReturnRule return_within(const std::string& text) {
    ReturnRule rule;
    rule.window = limit(text);
    return rule;
}

// Receive 1 working day, contact 24 hours, resolve 5 working days (+10 once), visit 1 working day.
inline Policy city_policy() {
    Policy policy;
    policy.id = "city-default";
    policy.version = "2026.1";
    policy.calendar_id = "city";
    policy.milestones = {
        milestone(MilestoneKind::receive, StartEvent::dispatched, 1, LimitUnit::working_days),
        milestone(MilestoneKind::contact, StartEvent::dispatched, 24, LimitUnit::hours),
        milestone(MilestoneKind::resolve, StartEvent::dispatched, 5, LimitUnit::working_days,
                  yellow_and_red()),
        milestone(MilestoneKind::visit, StartEvent::reply_accepted, 1, LimitUnit::working_days),
    };
    policy.extension = extend_once(10);
    policy.returning = return_within("2wd");
    return policy;
}

// A policy of these milestones alone, otherwise the city's.
inline Policy policy_of(std::vector<MilestoneRule> milestones) {
    Policy policy = city_policy();
    policy.milestones = std::move(milestones);
    return policy;
}

// A milestone of each assignment, from its dispatch.
inline MilestoneRule dispatched_rule(MilestoneKind kind, const std::string& text,
                                     std::vector<StepRule> steps = {}) {
    return milestone(kind, StartEvent::dispatched, text, std::move(steps));
}

inline Policy named_policy(const std::string& id, int priority,
                           std::vector<MilestoneRule> milestones) {
    Policy policy = policy_of(std::move(milestones));
    policy.id = id;
    policy.priority = priority;
    return policy;
}

// The city's policy with all that a policy can allow, so that the ticket's state alone refuses.
inline Policy generous_policy() {
    Policy policy = city_policy();
    policy.milestones.push_back(milestone(MilestoneKind::caller_reply, StartEvent::merged, "2wd"));
    policy.service_confirmation = true;
    policy.pause.reasons = {{"litigation", "涉诉", 60}};
    return policy;
}

}  // namespace hotline::test
