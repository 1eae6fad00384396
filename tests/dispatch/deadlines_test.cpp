// Deadlines over a real record, with a clock that the test moves.
#include "dispatch/deadlines/deadlines.hpp"

#include "dispatch/deadlines/due_steps.hpp"
#include "tests/dispatch/record_world.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <map>

using namespace hotline;
using namespace hotline::dispatch;
using namespace hotline::dispatch::test;
using std::chrono_literals::operator""h;
using std::chrono_literals::operator""ms;

namespace {

struct Reached {
    TicketNumber ticket;
    StepKind step = StepKind::overdue;
    Instant due{};  // when it was due
    Instant at{};   // when it was acted on
    std::string told;
};

// Every reached step of the journal in commit order, with the instant at which its clock had it
// due.
std::vector<Reached> reached_steps(RecordWorld& world) {
    std::vector<Reached> found;
    std::map<std::pair<TicketNumber, ClockId>, std::vector<ClockStep>> steps;
    for (const auto& entry : world.journal()) {
        for (const auto& event : entry.events) {
            if (const auto* started = std::get_if<ClockStarted>(&event)) {
                steps[{entry.ticket, started->clock}] = started->steps;
            }
            const auto* reached = std::get_if<StepReached>(&event);
            if (reached == nullptr) continue;
            auto& left = steps[{entry.ticket, reached->clock}];
            REQUIRE(!left.empty());
            REQUIRE(left.front().kind == reached->step);
            found.push_back(
                {entry.ticket, reached->step, left.front().at, reached->at, reached->told});
            left.erase(left.begin());
        }
    }
    return found;
}

void check_order(const std::vector<Reached>& steps) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
        CHECK(steps[i].at >= steps[i].due);
        if (i > 0) CHECK(steps[i].due >= steps[i - 1].due);
    }
}

// On duty for the first twelve hours.
std::shared_ptr<const Roster> first_shift() {
    DutySlot slot;
    slot.id = "day";
    slot.from = start_of_test;
    slot.to = start_of_test + 12h;
    slot.leader = "李明";
    return std::make_shared<const Roster>(std::vector<DutySlot>{slot});
}

DeadlinesSetup setup_of(RecordWorld& world, IoThreads& io) {
    DeadlinesSetup setup;
    setup.strand = io.strand();
    setup.reads = &world.reads();
    setup.writer = &world.writer();
    setup.time = &world.time;
    setup.roster = first_shift();
    setup.city = std::make_shared<const City>();
    return setup;
}

}  // namespace

TEST_CASE("run_due acts on each step once and never early") {
    RecordWorld world;
    auto session = world.read();
    const auto roster = first_shift();
    world.dispatched("one");
    struct Row {
        std::string name;
        Millis after;
        int reached;
    };
    // One millisecond after the limit: acting at the limit itself is in time.
    const std::vector<Row> rows = {
        {"at once", 0ms, 0},
        {"receive at its limit", 1h, 0},
        {"receive overdue", 1h + 1ms, 1},
        {"the same again", 1h + 1ms, 0},
        {"before half time", 5h - 1ms, 0},
        {"half time", 5h, 1},
        {"at the limit", 10h, 0},
        {"overdue", 10h + 1ms, 1},
        {"much later: red", 100h, 1},
        {"nothing left", 1000h, 0},
    };
    for (const auto& row : rows) {
        INFO(row.name);
        world.time.set(start_of_test + row.after);
        CHECK(run_due(session, world.writer(), *roster, City{}, start_of_test + row.after) ==
              row.reached);
    }
    const auto steps = reached_steps(world);
    REQUIRE(steps.size() == 4);
    CHECK(steps[0].told == "李明");
    CHECK(steps[2].told == "李明");
    CHECK(steps[3].told == "无人值班");
    CHECK(steps[3].step == StepKind::warn_red);
}

TEST_CASE("run_due leaves a clock that was met") {
    RecordWorld world;
    auto session = world.read();
    const auto number = world.dispatched("one");
    world.must(Receive{LegId{1}}, number);
    world.time.set(start_of_test + 2h);
    CHECK(run_due(session, world.writer(), Roster{}, City{}, start_of_test + 2h) == 0);
}

TEST_CASE("after a week without a server everything due is worked off in order and once") {
    RecordWorld world;
    auto session = world.read();
    constexpr int tickets = 300;  // 600 clocks: more than a page
    for (int i = 0; i < tickets; ++i) {
        world.time.set(start_of_test + std::chrono::seconds{(i * 7919) % 36'000});
        world.dispatched(i % 2 == 0 ? "one" : "two");
    }
    const auto late = start_of_test + 24h * 7;
    world.time.set(late);
    SECTION("by the loop") {
        IoThreads io;
        Deadlines deadlines(setup_of(world, io));
        deadlines.start();
        CHECK(eventually([&] { return world.read().due_clocks(late, 1).empty(); }));
        CHECK(one_more_turn(deadlines));
        CHECK(stop_and_wait(deadlines));
    }
    SECTION("by run_due") {
        CHECK(run_due(session, world.writer(), Roster{}, City{}, late) == tickets * 4);
        CHECK(run_due(session, world.writer(), Roster{}, City{}, late) == 0);
    }
    const auto steps = reached_steps(world);
    CHECK(steps.size() == tickets * 4);
    check_order(steps);
}

TEST_CASE("the loop acts when a step is due and not before") {
    RecordWorld world;
    IoThreads io;
    Deadlines deadlines(setup_of(world, io));
    const auto subscription = world.feed.subscribe([&] { deadlines.poke(); });
    deadlines.start();
    world.dispatched("one");
    world.time.set(start_of_test + 1h);
    REQUIRE(one_more_turn(deadlines));
    REQUIRE(one_more_turn(deadlines));
    CHECK(reached_steps(world).empty());
    world.time.set(start_of_test + 1h + 1ms);
    REQUIRE(one_more_turn(deadlines));
    REQUIRE(eventually([&] { return reached_steps(world).size() == 1; }));
    REQUIRE(one_more_turn(deadlines));
    CHECK(reached_steps(world).size() == 1);
    world.time.set(start_of_test + 11h);
    deadlines.poke();
    REQUIRE(eventually([&] { return reached_steps(world).size() == 3; }));
    CHECK(stop_and_wait(deadlines));
    check_order(reached_steps(world));
    CHECK(deadlines.health().failures == 0);
}

TEST_CASE("the loop wakes by itself for the next step") {
    RecordWorld world;
    world.dispatched("one");
    // 30 ms before the step by the clock that stands still: the loop sleeps so long and looks
    // again.
    world.time.set(start_of_test + 1h + 1ms - 30ms);
    IoThreads io;
    Deadlines deadlines(setup_of(world, io));
    deadlines.start();
    REQUIRE(eventually([&] { return deadlines.health().turns >= 1; }));
    world.time.set(start_of_test + 1h + 1ms);
    CHECK(eventually([&] { return reached_steps(world).size() == 1; }));
    CHECK(stop_and_wait(deadlines));
}

TEST_CASE("a full queue of the writer delays steps but loses and repeats none") {
    record::WriterLimits limits;
    limits.queue_max = 3;
    RecordWorld world(limits);
    constexpr int tickets = 20;
    for (int i = 0; i < tickets; ++i) {
        world.time.set(start_of_test + std::chrono::minutes{i});
        world.dispatched("one");
    }
    world.time.set(start_of_test + 24h * 7);
    IoThreads io;
    Deadlines deadlines(setup_of(world, io));
    deadlines.start();
    CHECK(eventually([&] {
        deadlines.poke();
        return world.read().due_clocks(world.time.now(), 1).empty();
    }));
    CHECK(stop_and_wait(deadlines));
    CHECK(reached_steps(world).size() == tickets * 4);
}

TEST_CASE("deadlines stop in the middle of a backlog") {
    RecordWorld world;
    for (int i = 0; i < 200; ++i)
        world.dispatched("one");
    world.time.set(start_of_test + 24h * 7);
    IoThreads io;
    {
        Deadlines deadlines(setup_of(world, io));
        const auto subscription = world.feed.subscribe([&] { deadlines.poke(); });
        deadlines.start();
        REQUIRE(eventually([&] { return !reached_steps(world).empty(); }));
        CHECK(stop_and_wait(deadlines));
    }
    const auto done = reached_steps(world).size();
    auto session = world.read();
    CHECK(static_cast<std::size_t>(
              run_due(session, world.writer(), Roster{}, City{}, world.time.now())) == 800 - done);
    check_order(reached_steps(world));
}
