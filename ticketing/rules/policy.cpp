#include "ticketing/rules/policy.hpp"

#include "ticketing/rules/policy_selector.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <string_view>
#include <tuple>
#include <utility>

namespace hotline {
namespace {

[[noreturn]] void reject(const Policy& policy, const std::string& why) {
    throw std::invalid_argument("policy " + policy.id + " " + policy.version + ": " + why);
}

void require_sound(const std::vector<std::shared_ptr<const WorkCalendar>>& calendars) {
    std::set<std::pair<std::string, std::string>> seen;
    for (const auto& calendar : calendars) {
        if (calendar == nullptr) throw std::invalid_argument("a calendar of the book is null");
        if (!seen.insert({calendar->id(), calendar->version()}).second) {
            throw std::invalid_argument("calendar " + calendar->id() + " " + calendar->version() +
                                        " is there twice");
        }
    }
}

// limit_of() searches by kind and code.
void sort_items(Policy& policy) {
    std::sort(policy.item_limits.begin(), policy.item_limits.end(),
              [](const ItemLimit& a, const ItemLimit& b) {
                  return std::tie(a.kind, a.item) < std::tie(b.kind, b.item);
              });
}

}  // namespace

bool is_of_ticket(StartEvent start) {
    switch (start) {
        case StartEvent::opened:
        case StartEvent::reply_accepted:
        case StartEvent::merged:
            return true;
        case StartEvent::dispatched:
        case StartEvent::received:
        case StartEvent::contacted:
        case StartEvent::planned:
            return false;
    }
    throw std::logic_error("unknown start of a milestone");
}

PolicyBook::PolicyBook(std::vector<Policy> policies,
                       std::vector<std::shared_ptr<const WorkCalendar>> calendars,
                       std::vector<Policy> retired)
    : policies_(std::move(policies)),
      retired_(std::move(retired)),
      calendars_(std::move(calendars)),
      ends_(ends_of_effect(policies_)) {
    require_sound(calendars_);
    const std::vector<PolicyProblem> problems = problems_of(policies_);
    if (!problems.empty()) reject(policies_[problems.front().policy], problems.front().what);
    for (const Policy& policy : retired_) {
        if (find(policy.id, policy.version) != &policy) reject(policy, "is there twice");
    }
    for (std::vector<Policy>* list : {&policies_, &retired_}) {
        for (Policy& policy : *list) {
            if (calendar_of(policy) == nullptr) {
                reject(policy, "names the unknown calendar '" + policy.calendar_id + "'");
            }
            sort_items(policy);
        }
    }
}

bool PolicyBook::in_effect(std::size_t index, Instant received_at) const {
    return policies_[index].effective_from <= received_at && received_at < ends_[index];
}

bool PolicyBook::applies(std::size_t index, const Request& request, Instant received_at) const {
    const Policy& policy = policies_[index];
    return in_effect(index, received_at) &&
           matches(policy.selector, request, *calendar_of(policy), received_at);
}

const Policy* PolicyBook::select(const Request& request, Instant received_at) const {
    const Policy* best = nullptr;
    for (std::size_t i = 0; i < policies_.size(); ++i) {
        const Policy& policy = policies_[i];
        if (!policy.selector.units.empty()) continue;
        if (best != nullptr && policy.priority <= best->priority) continue;
        if (applies(i, request, received_at)) best = &policy;
    }
    return best;
}

const Policy* PolicyBook::select_for_unit(const Request& request, Instant received_at,
                                          const UnitCode& unit, const Policy* of_ticket) const {
    const Policy* best = of_ticket;
    for (std::size_t i = 0; i < policies_.size(); ++i) {
        const Policy& policy = policies_[i];
        const auto& units = policy.selector.units;
        if (std::find(units.begin(), units.end(), unit) == units.end()) continue;
        if (best != nullptr && policy.priority <= best->priority) continue;
        if (applies(i, request, received_at)) best = &policy;
    }
    return best;
}

const Policy* PolicyBook::current(const std::string& id, Instant received_at) const {
    // At most one version is in effect: a later one ends the earlier.
    for (std::size_t i = 0; i < policies_.size(); ++i) {
        if (policies_[i].id == id && in_effect(i, received_at)) return &policies_[i];
    }
    return nullptr;
}

const Policy* PolicyBook::find(const std::string& id, const std::string& version) const {
    for (const std::vector<Policy>* list : {&policies_, &retired_}) {
        for (const Policy& policy : *list) {
            if (policy.id == id && policy.version == version) return &policy;
        }
    }
    return nullptr;
}

const WorkCalendar* PolicyBook::calendar_of(const Policy& policy) const {
    const auto found =
        std::find_if(calendars_.rbegin(), calendars_.rend(),
                     [&](const auto& calendar) { return calendar->id() == policy.calendar_id; });
    return found == calendars_.rend() ? nullptr : found->get();
}

const WorkCalendar* PolicyBook::find_calendar(const std::string& id,
                                              const std::string& version) const {
    const auto found =
        std::find_if(calendars_.begin(), calendars_.end(), [&](const auto& calendar) {
            return calendar->id() == id && calendar->version() == version;
        });
    return found == calendars_.end() ? nullptr : found->get();
}

const MilestoneRule* rule_of(const Policy& policy, MilestoneKind kind, bool of_ticket) {
    for (const MilestoneRule& rule : policy.milestones) {
        if (rule.kind != kind) continue;
        // A redo is ordered of a leg, whatever its rule's start says.
        const bool is_ticket_rule = kind != MilestoneKind::redo && is_of_ticket(rule.start);
        if (is_ticket_rule == of_ticket) return &rule;
    }
    return nullptr;
}

const TimeLimit& limit_of(const Policy& policy, const MilestoneRule& rule,
                          const std::string& item) {
    const auto less = [](const ItemLimit& limit,
                         const std::pair<MilestoneKind, std::string_view>& sought) {
        if (limit.kind != sought.first) return limit.kind < sought.first;
        return std::string_view(limit.item) < sought.second;
    };
    // Codes have a few levels of a few characters: each length that could match is looked up.
    for (std::size_t length = item.size(); length > 0; --length) {
        const std::pair sought{rule.kind, std::string_view(item).substr(0, length)};
        const auto found =
            std::lower_bound(policy.item_limits.begin(), policy.item_limits.end(), sought, less);
        if (found != policy.item_limits.end() && found->kind == rule.kind &&
            found->item == sought.second)
            return found->limit;
    }
    return rule.limit;
}

}  // namespace hotline
