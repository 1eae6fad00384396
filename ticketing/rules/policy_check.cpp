// What makes no sense in policies. A problem is something that can never work or that nobody can
// mean; unusual is allowed, because cities differ.
#include "ticketing/rules/counting.hpp"
#include "ticketing/rules/policy.hpp"
#include "ticketing/rules/policy_selector.hpp"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <utility>

namespace hotline {
namespace {

constexpr std::int32_t step_days_max = 500;
constexpr std::int32_t step_minutes_max = 1'000'000;
// The reason code of pauses that a return's review makes.
constexpr std::string_view review_code = "return_review";

// Collects the problems of one policy.
class Check {
  public:
    Check(const Policy& policy, std::size_t index, std::vector<PolicyProblem>& problems)
        : policy_(policy), index_(index), problems_(problems) {}

    void run();

  private:
    void tell(std::string what) {
        problems_.push_back({index_, std::nullopt, milestone_, std::move(what)});
    }
    void require(bool is_sound, const char* what) {
        if (!is_sound) tell(what);
    }
    void check_limit(const TimeLimit& limit, const std::string& whose);
    void check_selector();
    void check_milestones();
    void check_start(const MilestoneRule& rule);
    void check_step(const MilestoneRule& rule, const StepRule& step);
    void check_step_order(const std::vector<StepRule>& steps);
    void check_item_limits();
    void check_extension();
    void check_total(const ExtensionStep& step, std::int32_t last);
    void check_return();
    void check_pause();
    void check_margin();

    bool has(MilestoneKind kind) const {
        return std::any_of(policy_.milestones.begin(), policy_.milestones.end(),
                           [kind](const MilestoneRule& rule) { return rule.kind == kind; });
    }

    const Policy& policy_;
    const std::size_t index_;
    std::optional<std::size_t> milestone_;  // the one that is looked at
    std::vector<PolicyProblem>& problems_;
};

void Check::run() {
    require(!policy_.id.empty() && !policy_.version.empty(), "needs an id and a version");
    require(policy_.effective_from < policy_.effective_to, "is never in effect");
    check_selector();
    check_milestones();
    check_item_limits();
    check_extension();
    check_return();
    require(policy_.redo.escalate_at >= 0, "redo: the number of the redo must not be negative");
    check_pause();
    check_margin();
}

void Check::check_limit(const TimeLimit& limit, const std::string& whose) {
    const std::string why = counting::problem_of(limit);
    if (!why.empty()) tell(whose + ": " + why);
}

void Check::check_selector() {
    const auto& items = policy_.selector.items;
    require(std::find(items.begin(), items.end(), "") == items.end(),
            "an item code of the selector is empty");
    for (const DaySpan& span : policy_.selector.received_hours) {
        const bool is_sound = span.from_minute >= 0 && span.from_minute < 24 * 60 &&
                              span.to_minute >= 0 && span.to_minute <= 24 * 60 &&
                              span.from_minute != span.to_minute;
        require(is_sound, "hours of receipt are empty or lie outside 00:00-24:00");
    }
}

// Which kind may start when: a start that comes at or after the milestone's own end would leave a
// clock that can only be cancelled.
bool can_start(MilestoneKind kind, StartEvent start) {
    const bool is_before_reply = start != StartEvent::reply_accepted && start != StartEvent::merged;
    switch (kind) {
        case MilestoneKind::dispatch:
            return start == StartEvent::opened;
        case MilestoneKind::visit:
            return start == StartEvent::reply_accepted;
        case MilestoneKind::caller_reply:
            return start == StartEvent::merged || start == StartEvent::opened;
        case MilestoneKind::receive:
            return start == StartEvent::opened || start == StartEvent::dispatched;
        case MilestoneKind::contact:
            return is_before_reply && start != StartEvent::contacted;
        case MilestoneKind::plan:
            return is_before_reply && start != StartEvent::planned;
        case MilestoneKind::reply:
        case MilestoneKind::resolve:
            return is_before_reply;
        case MilestoneKind::redo:
            return true;  // only an order starts it, whatever its rule says
        case MilestoneKind::return_window:
            return false;
    }
    return false;
}

void Check::check_start(const MilestoneRule& rule) {
    if (rule.kind == MilestoneKind::return_window)
        return tell("a return window is given by the rule for returns, never as a milestone");
    if (!can_start(rule.kind, rule.start))
        return tell("a milestone of this kind cannot start with this event");
    if (rule.kind == MilestoneKind::redo) return;
    require(rule.start != StartEvent::contacted || has(MilestoneKind::contact),
            "starts with the contact, and no milestone asks for one");
    require(rule.start != StartEvent::planned || has(MilestoneKind::plan),
            "starts with the plan, and no milestone asks for one");
}

void Check::check_milestones() {
    std::set<std::pair<MilestoneKind, bool>> seen;
    for (std::size_t i = 0; i < policy_.milestones.size(); ++i) {
        milestone_ = i;
        const MilestoneRule& rule = policy_.milestones[i];
        const bool of_ticket = rule.kind != MilestoneKind::redo && is_of_ticket(rule.start);
        require(seen.insert({rule.kind, of_ticket}).second,
                "is the second milestone of one kind and scope (the assignment or the ticket)");
        check_start(rule);
        check_limit(rule.limit, "limit");
        for (const StepRule& step : rule.steps)
            check_step(rule, step);
        for (auto step = rule.steps.begin(); step != rule.steps.end(); ++step)
            require(std::find(rule.steps.begin(), step, *step) == step, "lists one step twice");
        check_step_order(rule.steps);
    }
    milestone_.reset();
}

void Check::check_step(const MilestoneRule& rule, const StepRule& step) {
    const int placed = (step.working_days != 0) + (step.percent != 0) + (step.minutes != 0);
    require(placed <= 1,
            "a step is placed by one of working days, percent and minutes, not by several");
    require(step.percent >= 0 && step.percent <= 99, "a step's percent must be 1 to 99");
    require(std::abs(std::int64_t{step.working_days}) <= step_days_max &&
                std::abs(std::int64_t{step.minutes}) <= step_minutes_max,
            "a step lies years away from its due instant");
    switch (step.kind) {
        case StepKind::overdue:
            return tell("the step overdue comes by itself and is not listed");
        case StepKind::deem_accepted:
            return tell("the step deem_accepted is the return window's own and is not listed");
        case StepKind::auto_receive:
            return require(rule.kind == MilestoneKind::receive,
                           "the step auto_receive belongs to the milestone receive");
        case StepKind::start_visit:
            require(has(MilestoneKind::visit), "the step start_visit needs a milestone visit");
            return require(rule.kind != MilestoneKind::visit, "a visit cannot start itself");
        case StepKind::notify:
        case StepKind::warn_yellow:
        case StepKind::urge:
        case StepKind::warn_red:
        case StepKind::tell_duty:
        case StepKind::written_notice:
        case StepKind::supervise:
        case StepKind::raise:
            return;
    }
}

// Before the due instant, on expiry, after it.
int phase_of(const StepRule& step) {
    if (step.percent != 0 || step.working_days < 0 || step.minutes < 0) return -1;
    return step.working_days > 0 || step.minutes > 0 ? 1 : 0;
}

// Whether `a` comes before `b` whatever the limit and the calendar.
bool is_before(const StepRule& a, const StepRule& b) {
    if (phase_of(a) != phase_of(b)) return phase_of(a) < phase_of(b);
    if (a.percent != 0 && b.percent != 0) return a.percent < b.percent;
    if (a.working_days != 0 && b.working_days != 0) return a.working_days < b.working_days;
    return a.minutes != 0 && b.minutes != 0 && a.minutes < b.minutes;
}

// Only the two orders that nobody can mean: a yellow light after the red one, and a ladder that
// goes on below after the unit above was told. A harsh step before the limit's end is somebody's
// wish, as is an urge after it.
void Check::check_step_order(const std::vector<StepRule>& steps) {
    const auto all_before = [&](StepKind late, StepKind early) {
        const auto is_late = [late](const StepRule& step) { return step.kind == late; };
        const bool has_late = std::any_of(steps.begin(), steps.end(), is_late);
        // True when each `late` step comes before each `early` one.
        bool has_early = false;
        for (const StepRule& b : steps) {
            if (b.kind != early) continue;
            has_early = true;
            for (const StepRule& a : steps)
                if (a.kind == late && !is_before(a, b)) return false;
        }
        return has_late && has_early;
    };
    require(!all_before(StepKind::warn_red, StepKind::warn_yellow),
            "steps are out of order: warn_yellow comes only after warn_red");
    for (const StepKind milder : {StepKind::urge, StepKind::written_notice, StepKind::supervise})
        require(!all_before(StepKind::raise, milder),
                "steps are out of order: raise is the ladder's end and comes before a step below");
}

void Check::check_item_limits() {
    std::set<std::pair<MilestoneKind, std::string>> seen;
    for (const ItemLimit& limit : policy_.item_limits) {
        const std::string whose = "the limit of item '" + limit.item + "'";
        if (limit.item.empty()) tell("a limit is for no item");
        if (!seen.insert({limit.kind, limit.item}).second)
            tell(whose + " is given twice for one milestone");
        if (!has(limit.kind)) tell(whose + " is for a milestone that the policy does not have");
        check_limit(limit.limit, whose);
    }
}

void Check::check_extension() {
    const ExtensionRule& rule = policy_.extension;
    require(rule.cap_working_days >= 0, "extension: the cap must not be negative");
    std::int32_t last = 0;
    for (const ExtensionStep& step : rule.steps) {
        require(step.max_working_days >= 1, "extension: a step must give 1 working day or more");
        require(rule.cap_working_days < 1 || step.max_working_days <= rule.cap_working_days,
                "extension: a step goes past the cap");
        require(step.approver != Role::unit,
                "extension: a handling unit cannot approve what it asked for");
        if (rule.mode == ExtensionMode::total) check_total(step, last);
        last = step.max_working_days;
    }
}

// A new total must be more than what was there. Only limits in working days can be compared.
void Check::check_total(const ExtensionStep& step, std::int32_t last) {
    require(step.max_working_days > last, "extension: a new total is not more than the last one");
    for (const MilestoneRule& rule : policy_.milestones) {
        const bool compares =
            rule.kind == MilestoneKind::resolve && rule.limit.unit == LimitUnit::working_days;
        require(!compares || step.max_working_days > rule.limit.amount,
                "extension: a new total is not more than the limit itself");
    }
}

void Check::check_return() {
    const ReturnRule& rule = policy_.returning;
    if (rule.window) check_limit(*rule.window, "return window");
    if (rule.window_complex) check_limit(*rule.window_complex, "return window of complex tickets");
    require(rule.max_dispatches >= 0, "return: the number of dispatches must not be negative");
    require(!rule.deemed_acceptance || rule.window,
            "return: nothing can be deemed accepted without a window");
    if (!rule.window_complex) return;
    if (!rule.window) return tell("return: complex tickets have a window and all others have none");
    require(rule.window->unit != rule.window_complex->unit ||
                rule.window->amount <= rule.window_complex->amount,
            "return: the window of complex tickets is shorter than the ordinary one");
}

void Check::check_pause() {
    const PauseRule& rule = policy_.pause;
    require(rule.max_total_working_days >= 0, "pause: the total must not be negative");
    std::set<std::string> seen;
    for (const PauseReason& reason : rule.reasons) {
        require(!reason.code.empty(), "pause: a reason has no code");
        require(reason.code != review_code, "pause: the code return_review is taken");
        require(seen.insert(reason.code).second, "pause: a reason is there twice");
        require(reason.max_working_days >= 1, "pause: a reason must allow 1 working day or more");
        require(rule.max_total_working_days < 1 ||
                    reason.max_working_days <= rule.max_total_working_days,
                "pause: a reason allows more than the total");
    }
}

// It is counted backwards from the external deadline, which only plain amounts can be.
void Check::check_margin() {
    if (!policy_.external_margin) return;
    const TimeLimit& margin = *policy_.external_margin;
    check_limit(margin, "external margin");
    TimeLimit plain;
    plain.amount = margin.amount;
    plain.unit = margin.unit;
    const bool is_counted_back = margin.unit == LimitUnit::minutes ||
                                 margin.unit == LimitUnit::hours || counts_days(margin.unit);
    require(is_counted_back && margin == plain,
            "external margin: expected min, h, wd or d without options");
}

void check_pair(const std::vector<Policy>& policies, const std::vector<Instant>& ends,
                std::size_t earlier, std::size_t later, std::vector<PolicyProblem>& problems) {
    const Policy& a = policies[earlier];
    const Policy& b = policies[later];
    if (a.id == b.id) {
        if (a.version == b.version)
            problems.push_back({later, earlier, std::nullopt, "is there twice"});
        return;  // a later version replaces the earlier
    }
    const bool together =
        std::max(a.effective_from, b.effective_from) < std::min(ends[earlier], ends[later]) &&
        can_meet(a, b);
    if (a.priority != b.priority || !together) return;
    problems.push_back(
        {later, earlier, std::nullopt,
         "has the priority of " + a.id + " " + a.version + " and both could apply to one ticket"});
}

}  // namespace

std::vector<PolicyProblem> problems_of(const std::vector<Policy>& policies) {
    std::vector<PolicyProblem> problems;
    const std::vector<Instant> ends = ends_of_effect(policies);
    for (std::size_t i = 0; i < policies.size(); ++i) {
        Check{policies[i], i, problems}.run();
        for (std::size_t earlier = 0; earlier < i; ++earlier)
            check_pair(policies, ends, earlier, i, problems);
    }
    return problems;
}

}  // namespace hotline
