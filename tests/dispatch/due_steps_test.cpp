#include "dispatch/deadlines/due_steps.hpp"

#include "tests/support/catch.hpp"

#include <map>

using namespace hotline;
using namespace hotline::dispatch;

namespace {

Instant minute(int m) {
    return Instant{std::chrono::minutes{m}};
}

Clock clock_with(std::int32_t id, std::vector<ClockStep> steps) {
    Clock clock;
    clock.id = {id};
    clock.steps = std::move(steps);
    return clock;
}

TicketState ticket(std::int64_t number, std::vector<Clock> clocks) {
    TicketState state;
    state.number = {number};
    state.clocks = std::move(clocks);
    return state;
}

constexpr auto yellow = StepKind::warn_yellow;
constexpr auto overdue = StepKind::overdue;
constexpr auto red = StepKind::warn_red;

// Ticket 1: a clock of three steps and one that was met; ticket 2: one clock.
std::map<TicketNumber, TicketState> tickets() {
    auto first =
        ticket(1, {clock_with(1, {{yellow, minute(10)}, {overdue, minute(30)}, {red, minute(50)}}),
                   clock_with(2, {{overdue, minute(5)}})});
    first.clocks[1].state = ClockState::met;
    return {{{1}, first},
            {{2}, ticket(2, {clock_with(1, {{yellow, minute(20)}, {overdue, minute(40)}})})}};
}

std::optional<TicketState> find_in(const std::map<TicketNumber, TicketState>& all,
                                   TicketNumber number) {
    const auto found = all.find(number);
    if (found == all.end()) return std::nullopt;
    return found->second;
}

}  // namespace

TEST_CASE("a step is due from its instant on and only while its clock runs") {
    const auto all = tickets();
    const auto& first = all.at({1});
    struct Row {
        std::int32_t clock;
        int until;
        std::size_t expected;
    };
    for (const Row row : {Row{1, 9, 0}, Row{1, 10, 1}, Row{1, 29, 1}, Row{1, 30, 2}, Row{1, 99, 3},
                          Row{2, 99, 0}, Row{3, 99, 0}}) {
        INFO("clock " << row.clock << " until " << row.until);
        CHECK(due_steps(first, {row.clock}, minute(row.until)).size() == row.expected);
    }
    CHECK(due_steps(first, {1}, minute(10) - Millis{1}).empty());
    auto reached = first;
    reached.clocks[0].steps_reached = 2;
    CHECK(due_steps(reached, {1}, minute(99)) == std::vector<DueStep>{{{1}, {1}, red, minute(50)}});
}

TEST_CASE("steps of all tickets are worked off in time order") {
    const auto all = tickets();
    const auto find = [&](TicketNumber number) { return find_in(all, number); };
    const std::vector<record::DueClock> page = {
        {{1}, {1}, minute(10)}, {{2}, {1}, minute(20)}, {{3}, {1}, minute(25)}};  // 3 is gone
    CHECK(plan_steps(page, 500, minute(60), find) ==
          std::vector<DueStep>{{{1}, {1}, yellow, minute(10)},
                               {{2}, {1}, yellow, minute(20)},
                               {{1}, {1}, overdue, minute(30)},
                               {{2}, {1}, overdue, minute(40)},
                               {{1}, {1}, red, minute(50)}});
    CHECK(plan_steps({}, 500, minute(60), find).empty());
}

TEST_CASE("a full page leaves what lies behind its last clock to the next page") {
    const auto all = tickets();
    const auto find = [&](TicketNumber number) { return find_in(all, number); };
    const std::vector<record::DueClock> page = {{{1}, {1}, minute(10)}, {{2}, {1}, minute(20)}};
    CHECK(plan_steps(page, 2, minute(60), find) ==
          std::vector<DueStep>{{{1}, {1}, yellow, minute(10)}, {{2}, {1}, yellow, minute(20)}});
}

TEST_CASE("steps of one clock at the same instant keep their order") {
    const auto state = ticket(1, {clock_with(1, {{overdue, minute(5)}, {red, minute(5)}})});
    const auto find = [&](TicketNumber) { return std::optional{state}; };
    const auto plan = plan_steps({{{1}, {1}, minute(5)}}, 500, minute(9), find);
    REQUIRE(plan.size() == 2);
    CHECK(plan[0].step == overdue);
    CHECK(plan[1].step == red);
}

TEST_CASE("the duty officer is told or that nobody is on duty") {
    DutySlot slot;
    slot.id = "x";
    slot.from = minute(0);
    slot.to = minute(60);
    slot.leader = "李明";
    slot.post = "值班长";
    const Roster roster({slot});
    CHECK(who_is_told(roster, minute(59)) == "李明（值班长）");
    CHECK(who_is_told(roster, minute(60)) == "无人值班");
    slot.post = "";
    CHECK(who_is_told(Roster({slot}), minute(0)) == "李明");
}
