#include "ticketing/rules/policy.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace hotline {
namespace {

[[noreturn]] void reject(const Policy& policy, const std::string& why) {
    throw std::invalid_argument("policy " + policy.id + " " + policy.version + ": " + why);
}

template <class T>
bool allows(const std::vector<T>& list, const T& value) {
    return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
}

bool covers_item(const std::string& prefix, const std::string& item) {
    return std::string_view(item).starts_with(prefix);
}

bool matches(const PolicySelector& selector, const Request& request) {
    const bool item_matches =
        selector.items.empty() ||
        std::any_of(selector.items.begin(), selector.items.end(),
                    [&](const std::string& prefix) { return covers_item(prefix, request.item); });
    return item_matches && allows(selector.channels, request.channel) &&
           allows(selector.kinds, request.kind) && allows(selector.urgencies, request.urgency);
}

bool in_effect(const Policy& policy, Instant at) {
    return policy.effective_from <= at && at < policy.effective_to;
}

template <class T>
bool share(const std::vector<T>& a, const std::vector<T>& b) {
    return a.empty() || b.empty() ||
           std::any_of(a.begin(), a.end(), [&](const T& value) { return allows(b, value); });
}

// Two subtrees of the catalogue meet exactly when one holds the other.
bool share_items(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    if (a.empty() || b.empty()) return true;
    for (const std::string& x : a) {
        for (const std::string& y : b) {
            if (covers_item(x, y) || covers_item(y, x)) return true;
        }
    }
    return false;
}

bool overlap(const Policy& a, const Policy& b) {
    return a.effective_from < b.effective_to && b.effective_from < a.effective_to &&
           share(a.selector.channels, b.selector.channels) &&
           share(a.selector.kinds, b.selector.kinds) &&
           share(a.selector.urgencies, b.selector.urgencies) &&
           share_items(a.selector.items, b.selector.items);
}

// Which kind may start when: a start that comes at or after the milestone's own end would leave a
// clock that can only be cancelled.
bool can_start(MilestoneKind kind, StartEvent start) {
    switch (start) {
        case StartEvent::opened:
        case StartEvent::dispatched:
            return kind != MilestoneKind::visit;
        case StartEvent::received:
            return kind != MilestoneKind::visit && kind != MilestoneKind::receive;
        case StartEvent::reply_accepted:
            return kind == MilestoneKind::visit;
    }
    return false;
}

void check_milestone(const Policy& policy, const MilestoneRule& rule) {
    if (rule.amount < 1) reject(policy, "a milestone's amount must be at least 1");
    if (rule.kind != MilestoneKind::redo && !can_start(rule.kind, rule.start)) {
        reject(policy, "a milestone cannot start with this event");
    }
    std::set<StepKind> seen;
    for (const StepRule& step : rule.warnings) {
        if (step.kind == StepKind::overdue) reject(policy, "the overdue step is not a warning");
        if (!seen.insert(step.kind).second) {
            reject(policy, "a milestone warns once with each colour");
        }
        if (step.percent < 0 || step.percent > 99) {
            reject(policy, "a warning's percent must be 1 to 99");
        }
        if (step.percent != 0 && step.working_days != 0) {
            reject(policy, "a warning is placed by percent or by working days, not both");
        }
    }
}

void check_policy(const Policy& policy) {
    if (policy.id.empty() || policy.version.empty()) reject(policy, "needs an id and a version");
    if (policy.effective_from >= policy.effective_to) reject(policy, "is never in effect");
    for (const std::string& item : policy.selector.items) {
        if (item.empty()) reject(policy, "an item code of the selector is empty");
    }
    if (policy.extension.max_working_days < 0 || policy.extension.max_times < 0 ||
        policy.returning.window_working_days < 0) {
        reject(policy, "extension and return limits must not be negative");
    }
    std::set<MilestoneKind> seen;
    for (const MilestoneRule& rule : policy.milestones) {
        if (!seen.insert(rule.kind).second) reject(policy, "has two milestones of one kind");
        check_milestone(policy, rule);
    }
}

void check_pair(const Policy& a, const Policy& b) {
    if (a.id == b.id && a.version == b.version) reject(a, "is there twice");
    if (a.priority == b.priority && overlap(a, b)) {
        reject(a, "has the priority of " + b.id + " " + b.version +
                      " and both could apply to one ticket");
    }
}

}  // namespace

PolicyBook::PolicyBook(std::vector<Policy> policies,
                       std::vector<std::shared_ptr<const WorkCalendar>> calendars)
    : policies_(std::move(policies)), calendars_(std::move(calendars)) {
    std::set<std::string> calendar_ids;
    for (const auto& calendar : calendars_) {
        if (calendar == nullptr) throw std::invalid_argument("a calendar of the book is null");
        if (!calendar_ids.insert(calendar->id()).second) {
            throw std::invalid_argument("calendar " + calendar->id() + " is there twice");
        }
    }
    for (std::size_t i = 0; i < policies_.size(); ++i) {
        check_policy(policies_[i]);
        if (calendar_of(policies_[i]) == nullptr) {
            reject(policies_[i], "names the unknown calendar '" + policies_[i].calendar_id + "'");
        }
        for (std::size_t j = 0; j < i; ++j)
            check_pair(policies_[i], policies_[j]);
    }
}

const Policy* PolicyBook::select(const Request& request, Instant received_at) const {
    const Policy* best = nullptr;
    for (const Policy& policy : policies_) {
        if (!in_effect(policy, received_at) || !matches(policy.selector, request)) continue;
        if (best == nullptr || policy.priority > best->priority) best = &policy;
    }
    return best;
}

const Policy* PolicyBook::find(const std::string& id, const std::string& version) const {
    const auto found = std::find_if(policies_.begin(), policies_.end(), [&](const Policy& policy) {
        return policy.id == id && policy.version == version;
    });
    return found == policies_.end() ? nullptr : &*found;
}

const WorkCalendar* PolicyBook::calendar_of(const Policy& policy) const {
    for (const auto& calendar : calendars_) {
        if (calendar->id() == policy.calendar_id) return calendar.get();
    }
    return nullptr;
}

}  // namespace hotline
