// Walks over running clocks and open phone tasks: page by page, nothing twice, nothing missed.
#include "tests/record/random_city.hpp"
#include "tests/record/world.hpp"

#include <algorithm>
#include <functional>
#include <set>

using namespace hotline;
using namespace hotline::test;

namespace {

// A city after 700 steps or more, with every sort of clock: it goes on until it has enough of what
// the test looks at, since random tickets may all have come to an end.
void live(World& world, std::uint32_t seed, const std::function<bool()>& enough) {
    world.close();
    world.policies = rich_policies();
    world.durability = Durability::scratch;
    world.open();
    RandomCity city{world, seed};
    for (int i = 0; i < 700 || !enough(); ++i) {
        REQUIRE(i < 20000);
        city.step();
    }
}

std::vector<TicketState> all_tickets(World& world) {
    std::vector<TicketState> states;
    TicketFilter filter;
    filter.limit = 200;
    for (auto page = world.read().list(filter); !page.empty(); page = world.read().list(filter)) {
        for (const TicketSummary& line : page)
            states.push_back(*world.read().ticket(line.number));
        filter.before = page.back().number;
    }
    std::sort(states.begin(), states.end(),
              [](const TicketState& a, const TicketState& b) { return a.number < b.number; });
    return states;
}

std::vector<RunningClock> walk(World& world, std::int32_t page_size) {
    std::vector<RunningClock> all;
    ClockPlace place;
    while (true) {
        const auto page = world.read().running_clocks(place, page_size);
        all.insert(all.end(), page.begin(), page.end());
        if (page.size() < static_cast<std::size_t>(page_size)) return all;
        place = {page.back().ticket, page.back().clock};
    }
}

void check_same(const RunningClock& row, const TicketState& state, const Clock& clock) {
    CHECK(row.ticket == state.number);
    CHECK(row.clock == clock.id);
    CHECK(row.kind == clock.kind);
    CHECK(row.leg == clock.leg);
    CHECK(row.started_at == clock.started_at);
    CHECK(row.due_at == clock.due_at);
    CHECK(row.overdue == clock.overdue);
    CHECK(row.policy_id == clock.policy_id);
    CHECK(row.policy_version == clock.policy_version);
    CHECK(row.calendar_id == clock.calendar_id);
    CHECK(row.calendar_version == clock.calendar_version);
    CHECK(row.derivation == clock.derivation);
    CHECK(row.item == state.request.item);
    CHECK(row.received_at == state.received_at);
    CHECK(row.ticket_overdue == state.overdue);
}

}  // namespace

TEST_CASE("a walk over running clocks gives each of them once in order") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    World world;
    live(world, seed, [&] { return world.read().running_clocks({}, 30).size() == 30; });
    for (const std::int32_t page_size : {1, 7, 1000}) {
        const auto rows = walk(world, page_size);
        std::size_t i = 0;
        for (const TicketState& state : all_tickets(world)) {
            for (const Clock& clock : state.clocks) {
                if (clock.state != ClockState::running) continue;
                REQUIRE(i < rows.size());
                check_same(rows[i], state, clock);
                ++i;
            }
        }
        CHECK(i == rows.size());
        CHECK(i > 20);
    }
}

TEST_CASE("the due instant of a running clock follows from its row alone") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    World world;
    world.opened("x", "a3-light");
    const TicketNumber number = world.opened("y", "a3-housing");
    world.must(AskExtension{{1}, 3, "备件"}, number, unit_actor("a3-housing"));
    world.must(DecidePetition{{1}, true, ""}, number);
    const auto calendar = city_calendar();
    const auto rows = walk(world, 10);
    REQUIRE(rows.size() == 5);  // one receive clock was met
    for (const RunningClock& row : rows)
        CHECK(due_of(row.derivation, *calendar, row.started_at).at == row.due_at);
}

TEST_CASE("a recalculation visits each ticket with a running clock that was there when it began") {
    World world;
    const TicketNumber first = world.opened("a", "a3-light");
    const TicketNumber waiting = world.opened("no clock yet");
    const TicketNumber second = world.opened("b", "a3-housing");
    const TicketNumber gone = world.opened("c", "a3-light");
    world.must(Withdraw{"撤"}, gone);
    ReadSession read = world.read();
    using Numbers = std::vector<TicketNumber>;
    const Instant now = world.time.now();
    CHECK(read.tickets_with_running_clocks({}, now, 10) == Numbers{first, second});
    CHECK(read.tickets_with_running_clocks({}, now, 1) == Numbers{first});
    CHECK(read.tickets_with_running_clocks(first, now, 1) == Numbers{second});
    CHECK(read.tickets_with_running_clocks(waiting, now, 9) == Numbers{second});
    CHECK(read.tickets_with_running_clocks(second, now, 10).empty());
    // Opened after the job began: nothing to count again.
    CHECK(read.tickets_with_running_clocks({}, now - Millis{1}, 10).empty());
    CHECK(read.count_tickets_with_running_clocks() == 2);
}

TEST_CASE("open phone tasks are listed the oldest first until the call is made") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    World world;
    live(world, seed, [&] { return world.read().counts().phone_tasks_open > 3; });
    std::vector<std::tuple<Instant, TicketNumber, NoticeId>> expected;
    for (const TicketState& state : all_tickets(world)) {
        for (const Notice& notice : state.notices) {
            if (notice.kind == NoticeKind::phone_task && !notice.done_at)
                expected.emplace_back(notice.at, state.number, notice.id);
        }
    }
    std::sort(expected.begin(), expected.end());
    REQUIRE_FALSE(expected.empty());
    CHECK(world.read().counts().phone_tasks_open == static_cast<std::int64_t>(expected.size()));
    std::vector<std::tuple<Instant, TicketNumber, NoticeId>> listed;
    PhoneTaskPlace place;
    for (auto page = world.read().open_phone_tasks(place, 3); !page.empty();
         page = world.read().open_phone_tasks(place, 3)) {
        CHECK(page.size() <= 3);
        for (const PhoneTask& task : page)
            listed.emplace_back(task.notice.at, task.ticket, task.notice.id);
        place = {page.back().notice.at, page.back().ticket, page.back().notice.id};
    }
    CHECK(listed == expected);

    const PhoneTask first = world.read().open_phone_tasks({}, 1).at(0);
    CHECK(first.notice == *find_notice(*world.read().ticket(first.ticket), first.notice.id));
    world.must(CompleteNotice{first.notice.id, "已电话催办"}, first.ticket);
    CHECK(world.read().open_phone_tasks({}, 200).size() == expected.size() - 1);
    CHECK(world.read().counts().phone_tasks_open == static_cast<std::int64_t>(expected.size()) - 1);
    world.reopen();
    CHECK(world.read().open_phone_tasks({}, 200).size() == expected.size() - 1);
}
