// The policies and calendars of the random tickets: between them they use everything that a policy
// can say. The later books hold what was published meanwhile, too.
#pragma once

#include "tests/rules/city_policies.hpp"

#include <vector>

namespace hotline::test {

// Each step of the ladder, before, at and after the end.
inline std::vector<StepRule> whole_ladder() {
    return {
        {StepKind::notify, 0, 50},     {StepKind::warn_yellow, -1}, {StepKind::urge, 0, 0, -120},
        {StepKind::start_visit},       {StepKind::tell_duty},       {StepKind::warn_red, 1},
        {StepKind::written_notice, 1}, {StepKind::supervise, 2},    {StepKind::raise, 3}};
}

inline Policy city_with_everything(const std::string& version, const std::string& resolve) {
    Policy policy = city_policy();
    policy.version = version;
    policy.milestones = {
        milestone(MilestoneKind::dispatch, StartEvent::opened, "4wh", {{StepKind::notify}}),
        milestone(MilestoneKind::receive, StartEvent::dispatched, "1wd",
                  {{StepKind::auto_receive}}),
        milestone(MilestoneKind::contact, StartEvent::received, "24h night=23:00-08:00"),
        milestone(MilestoneKind::resolve, StartEvent::dispatched, resolve, whole_ladder()),
        milestone(MilestoneKind::visit, StartEvent::reply_accepted, "1wd"),
        milestone(MilestoneKind::caller_reply, StartEvent::merged, "2wd"),
    };
    policy.extension = {
        ExtensionMode::add,
        12,
        {extension_step(7), extension_step(5, Role::supervisor, ExtensionNeeds::complex)}};
    policy.returning = return_within("1wd");
    policy.returning.window_complex = limit("2wd");
    policy.returning.deemed_acceptance = true;
    policy.returning.max_dispatches = 3;
    policy.returning.charge_time = false;
    policy.redo.escalate_at = 2;
    policy.pause = {{{"litigation", "涉诉", 6}, {"season", "季节", 3}}, 8, false};
    policy.external_margin = limit("1wd");
    policy.service_confirmation = true;
    return policy;
}

// Limits of the whole ticket, new totals instead of increments, a pause that stops the ticket too.
inline Policy mail_policy() {
    Policy policy = city_policy();
    policy.id = "mail";
    policy.priority = 1;
    policy.selector.channels = {Channel::mail};
    policy.milestones = {
        milestone(MilestoneKind::dispatch, StartEvent::opened, "same_day cutoff=16:00"),
        milestone(MilestoneKind::receive, StartEvent::dispatched, "30min",
                  {{StepKind::auto_receive}}),
        milestone(MilestoneKind::contact, StartEvent::received, "4wh"),
        milestone(MilestoneKind::reply, StartEvent::opened, "3d"),
        milestone(MilestoneKind::plan, StartEvent::received, "1wd"),
        milestone(MilestoneKind::resolve, StartEvent::opened, "8wd", yellow_and_red()),
        milestone(MilestoneKind::visit, StartEvent::reply_accepted, "24h",
                  {{StepKind::warn_yellow, 0, 80}}),
        milestone(MilestoneKind::redo, StartEvent::dispatched, "3wd", yellow_and_red()),
        milestone(MilestoneKind::caller_reply, StartEvent::opened, "10wd")};
    policy.extension = {ExtensionMode::total, 25, {extension_step(15), extension_step(25)}};
    policy.returning = {};
    policy.returning.charge_time = false;
    policy.pause = {{{"litigation", "涉诉", 9}}, 0, true};
    return policy;
}

// Limits that start at one another's end, none to receive; the children have their own time.
inline Policy complaint_policy() {
    Policy policy = city_policy();
    policy.id = "complaints";
    policy.priority = 2;
    policy.selector.kinds = {RequestKind::complaint};
    policy.milestones = {
        milestone(MilestoneKind::contact, StartEvent::dispatched, "2h"),
        milestone(MilestoneKind::plan, StartEvent::contacted, "1wd next_day",
                  {{StepKind::warn_yellow, -1}}),
        milestone(MilestoneKind::reply, StartEvent::contacted, "3wd instant"),
        milestone(MilestoneKind::resolve, StartEvent::planned, "10wd inclusive", whole_ladder()),
        milestone(MilestoneKind::visit, StartEvent::reply_accepted, "2d")};
    policy.item_limits = {{"0203", MilestoneKind::contact, limit("30min")},
                          {"0203-07", MilestoneKind::resolve, limit("24h")}};
    policy.extension = {
        ExtensionMode::add, 0, {extension_step(9, Role::leader, ExtensionNeeds::several_units)}};
    policy.returning = return_within("4wh");
    policy.child_may_exceed = true;
    policy.redo.escalate_at = 1;
    return policy;
}

// The same day, and up to five days in all if that cannot be done; only for tagged requests.
inline Policy summer_policy() {
    Policy policy = city_policy();
    policy.id = "summer";
    policy.priority = 3;
    policy.selector.tags = {"summer"};
    policy.milestones = {
        milestone(MilestoneKind::contact, StartEvent::dispatched, "2h"),
        milestone(MilestoneKind::resolve, StartEvent::received, "same_day any_day cutoff=20:00",
                  {{StepKind::warn_yellow, 0, 0, -60}, {StepKind::supervise}}),
        milestone(MilestoneKind::visit, StartEvent::reply_accepted, "1wd")};
    policy.extension = {ExtensionMode::total, 0, {extension_step(5)}};
    policy.pause = {{{"season", "季节", 5}}, 0, false};
    return policy;
}

// One unit has half the time, whatever the ticket.
inline Policy unit_policy() {
    Policy policy = city_policy();
    policy.id = "unit-b1";
    policy.priority = 9;
    policy.selector.units = {"b1"};
    policy.milestones = {
        milestone(MilestoneKind::receive, StartEvent::dispatched, "2wh"),
        milestone(MilestoneKind::resolve, StartEvent::dispatched, "2wd", yellow_and_red())};
    return policy;
}

// Four books: more days off, then fewer; then the city's policy with more time.
inline std::vector<PolicyBook> random_books() {
    std::vector<Policy> policies{city_with_everything("2026.1", "5wd"), mail_policy(),
                                 complaint_policy(), summer_policy(), unit_policy()};
    std::vector<Calendar> calendars{city_calendar()};
    std::vector<PolicyBook> books{PolicyBook(policies, calendars)};
    calendars.push_back(city_calendar_without(
        "2026.2", {day(2026, 3, 4), day(2026, 3, 5), day(2026, 3, 9), day(2026, 3, 10)}));
    books.emplace_back(policies, calendars);
    calendars.push_back(city_calendar_without("2026.3", {day(2026, 3, 9)}));
    books.emplace_back(policies, calendars);
    policies.push_back(city_with_everything("2026.2", "7wd"));
    books.emplace_back(policies, calendars);
    return books;
}

}  // namespace hotline::test
