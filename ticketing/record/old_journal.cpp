#include "ticketing/record/old_journal.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace hotline::record {

Event as_of_today(Event event, const TicketState& state) {
    auto* moved = std::get_if<ClockMoved>(&event);
    if (moved == nullptr || !moved->calendar_version.empty()) return event;
    const Clock* clock = find_clock(state, moved->clock);
    if (clock == nullptr) return event;
    const auto is_open = [moved](const ClockStep& reached) {
        return std::any_of(moved->steps.begin(), moved->steps.end(),
                           [&](const ClockStep& step) { return step.kind == reached.kind; });
    };
    std::vector<ClockStep> steps;
    std::copy_if(clock->steps.begin(), clock->steps.begin() + clock->steps_reached,
                 std::back_inserter(steps), [&](const ClockStep& step) { return !is_open(step); });
    moved->steps_reached = static_cast<std::int32_t>(steps.size());
    steps.insert(steps.end(), moved->steps.begin(), moved->steps.end());
    moved->steps = std::move(steps);
    moved->policy_version = clock->policy_version;
    moved->calendar_version = clock->calendar_version;
    moved->derivation = clock->derivation;
    return event;
}

}  // namespace hotline::record
