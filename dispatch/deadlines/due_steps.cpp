#include "dispatch/deadlines/due_steps.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace hotline::dispatch {

namespace {

UnitCode unit_of(const TicketState& state, const Clock& clock) {
    if (clock.leg) {
        const Leg* leg = find_leg(state, *clock.leg);
        return leg != nullptr ? leg->unit : UnitCode{};
    }
    UnitCode lead;
    for (const Leg& leg : state.legs) {
        if (leg.role == LegRole::lead) lead = leg.unit;
    }
    return lead;
}

}  // namespace

std::vector<DueStep> due_steps(const TicketState& state, ClockId id, Instant until) {
    std::vector<DueStep> due;
    const Clock* clock = find_clock(state, id);
    if (clock == nullptr || clock->state != ClockState::running) return due;
    for (auto i = static_cast<std::size_t>(clock->steps_reached); i < clock->steps.size(); ++i) {
        const ClockStep& step = clock->steps[i];
        if (step.at > until) break;
        due.push_back({state.number, id, step.kind, step.at, unit_of(state, *clock)});
    }
    return due;
}

namespace {

// Keeps the order of steps of one clock that lie at the same instant. (std::stable_sort of
// libstdc++ 12 does not compile without deprecation warnings on clang 19.)
void sort_by_time(std::vector<DueStep>& steps) {
    std::vector<std::pair<Instant, std::size_t>> order;
    order.reserve(steps.size());
    for (const auto& step : steps)
        order.emplace_back(step.at, order.size());
    std::sort(order.begin(), order.end());
    std::vector<DueStep> sorted;
    sorted.reserve(steps.size());
    for (const auto& [at, place] : order)
        sorted.push_back(steps[place]);
    steps = std::move(sorted);
}

}  // namespace

std::vector<DueStep> plan_steps(const std::vector<record::DueClock>& clocks,
                                std::int32_t clocks_max, Instant now, const FindTicket& find) {
    std::vector<DueStep> plan;
    if (clocks.empty()) return plan;
    const bool is_full = clocks.size() >= static_cast<std::size_t>(clocks_max);
    const Instant until = is_full ? std::min(now, clocks.back().at) : now;
    std::map<TicketNumber, std::optional<TicketState>> tickets;
    for (const auto& clock : clocks) {
        auto found = tickets.find(clock.ticket);
        if (found == tickets.end()) {
            found = tickets.emplace(clock.ticket, find(clock.ticket)).first;
        }
        if (!found->second) continue;
        const auto steps = due_steps(*found->second, clock.clock, until);
        plan.insert(plan.end(), steps.begin(), steps.end());
    }
    sort_by_time(plan);
    return plan;
}

DuePage read_due(record::ReadSession& session, Instant now, std::int32_t clocks_max) {
    DuePage page;
    const auto find = [&](TicketNumber number) { return session.ticket(number); };
    page.steps = plan_steps(session.due_clocks(now, clocks_max), clocks_max, now, find);
    page.next_at = session.next_clock_at();
    return page;
}

record::TicketWork reach_step(const DueStep& step, Telling telling) {
    record::TicketWork work;
    work.actor.role = Role::system;
    work.actor.name = "deadlines";
    work.ticket = step.ticket;
    work.command =
        ReachStep{step.clock, step.step, step.at, std::move(telling.told), std::move(telling.to)};
    return work;
}

}  // namespace hotline::dispatch
