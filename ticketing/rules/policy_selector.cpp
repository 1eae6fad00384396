#include "ticketing/rules/policy_selector.hpp"

#include <algorithm>
#include <string_view>

namespace hotline {
namespace {

template <class T>
bool allows(const std::vector<T>& list, const T& value) {
    return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
}

bool is_below(const std::string& item, const std::string& prefix) {
    return std::string_view(item).starts_with(prefix);
}

bool allows_item(const std::vector<std::string>& prefixes, const std::string& item) {
    return prefixes.empty() ||
           std::any_of(prefixes.begin(), prefixes.end(),
                       [&](const std::string& prefix) { return is_below(item, prefix); });
}

bool allows_tags(const std::vector<std::string>& list, const std::vector<std::string>& tags) {
    return list.empty() || std::any_of(tags.begin(), tags.end(),
                                       [&](const std::string& tag) { return allows(list, tag); });
}

bool allows_time(const PolicySelector& selector, const WorkCalendar& calendar, Instant at) {
    const Day day = calendar.day_of(at);
    if (!selector.received_hours.empty()) {
        const auto minute = std::chrono::floor<Minutes>(at - calendar.instant_of(day, 0)).count();
        const bool inside = std::any_of(
            selector.received_hours.begin(), selector.received_hours.end(),
            [&](const DaySpan& span) { return covers(span, static_cast<int>(minute)); });
        if (!inside) return false;
    }
    if (selector.received_on == DayClass::any) return true;
    return calendar.is_working_day(day) == (selector.received_on == DayClass::working);
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
            if (is_below(x, y) || is_below(y, x)) return true;
        }
    }
    return false;
}

// Two spans meet exactly when one begins inside the other.
bool share_hours(const std::vector<DaySpan>& a, const std::vector<DaySpan>& b) {
    if (a.empty() || b.empty()) return true;
    for (const DaySpan& x : a) {
        for (const DaySpan& y : b) {
            if (covers(x, y.from_minute) || covers(y, x.from_minute)) return true;
        }
    }
    return false;
}

// A day that is off on one calendar may work on another.
bool share_day_class(const Policy& a, const Policy& b) {
    const DayClass x = a.selector.received_on;
    const DayClass y = b.selector.received_on;
    return x == y || x == DayClass::any || y == DayClass::any || a.calendar_id != b.calendar_id;
}

}  // namespace

bool matches(const PolicySelector& selector, const Request& request, const WorkCalendar& calendar,
             Instant received_at) {
    return allows(selector.channels, request.channel) && allows(selector.kinds, request.kind) &&
           allows(selector.urgencies, request.urgency) &&
           allows(selector.caller_types, request.caller.type) &&
           allows(selector.origins, request.origin) && allows_item(selector.items, request.item) &&
           allows_tags(selector.tags, request.tags) &&
           allows(selector.districts, request.district) && allows(selector.laws, request.law) &&
           allows_time(selector, calendar, received_at);
}

bool can_meet(const Policy& a, const Policy& b) {
    const PolicySelector& x = a.selector;
    const PolicySelector& y = b.selector;
    // A policy of assignments and one of tickets are never chosen between by priority alone: the
    // former applies only above the latter. A ticket may carry tags of both lists.
    return x.units.empty() == y.units.empty() && share(x.units, y.units) &&
           share(x.channels, y.channels) && share(x.kinds, y.kinds) &&
           share(x.urgencies, y.urgencies) && share(x.caller_types, y.caller_types) &&
           share(x.origins, y.origins) && share_items(x.items, y.items) &&
           share(x.districts, y.districts) && share(x.laws, y.laws) &&
           share_hours(x.received_hours, y.received_hours) && share_day_class(a, b);
}

std::vector<Instant> ends_of_effect(const std::vector<Policy>& policies) {
    std::vector<Instant> ends;
    ends.reserve(policies.size());
    for (std::size_t i = 0; i < policies.size(); ++i) {
        Instant end = policies[i].effective_to;
        for (std::size_t later = i + 1; later < policies.size(); ++later) {
            if (policies[later].id == policies[i].id)
                end = std::min(end, policies[later].effective_from);
        }
        ends.push_back(end);
    }
    return ends;
}

}  // namespace hotline
