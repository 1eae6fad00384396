#include "dispatch/loop.hpp"

#include "tests/dispatch/io_thread.hpp"
#include "tests/support/catch.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <atomic>
#include <stdexcept>

using namespace hotline;
using namespace hotline::dispatch;
using namespace hotline::dispatch::test;
using std::chrono_literals::operator""h;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

namespace {

const Instant noon{1'770'000'000s};
using Wanted = std::optional<Instant>;

// Counts its turns; a turn does what `act` says.
struct Script {
    Watched<int> turns{0};
    std::function<Wanted(int)> act = [](int) { return Wanted{}; };

    static boost::asio::awaitable<Wanted> turn(Script* script) {
        const int number = script->turns.with([](int& count) { return ++count; });
        co_return script->act(number);
    }
};

LoopSetup setup_of(IoThreads& io, const record::TimeSource& time, Script& script) {
    LoopSetup setup;
    setup.name = "test";
    setup.strand = io.strand();
    setup.time = &time;
    setup.turn = [&script] { return Script::turn(&script); };
    setup.gap = 1ms;
    setup.back_off = 1ms;
    setup.back_off_max = 2ms;
    return setup;
}

}  // namespace

TEST_CASE("a loop turns at once and then when it is poked") {
    IoThreads io;
    const record::VirtualTime time(noon);
    Script script;
    script.act = [](int) { return Wanted{noon + 1h}; };
    Loop loop(setup_of(io, time, script));
    CHECK_FALSE(loop.health().running);
    loop.start();
    loop.start();  // does nothing
    REQUIRE(script.turns.wait([](int count) { return count == 1; }));
    for (int i = 2; i <= 50; ++i) {
        loop.poke();
        REQUIRE(script.turns.wait([i](int count) { return count >= i; }));
    }
    CHECK(loop.health().running);
    REQUIRE(stop_and_wait(loop));
    const auto health = loop.health();
    CHECK_FALSE(health.running);
    CHECK(health.turns >= 50);
    CHECK(health.last_turn == noon);
    CHECK(health.last_error.empty());
}

TEST_CASE("a poke wakes a loop that sleeps") {
    IoThreads io;
    const record::VirtualTime time(noon);
    Script script;
    Loop loop(setup_of(io, time, script));
    loop.start();
    for (int i = 1; i <= 3; ++i) {
        REQUIRE(script.turns.wait([i](int count) { return count >= i; }));
        // Longer than the gap, so that the loop is in its long sleep.
        boost::asio::steady_timer timer(io.context(), 30ms);
        timer.async_wait(boost::asio::use_future).get();
        loop.poke();
    }
    REQUIRE(script.turns.wait([](int count) { return count >= 4; }));
    REQUIRE(stop_and_wait(loop));
}

TEST_CASE("a loop turns at the instant that it asked for and at the sweep") {
    IoThreads io;
    const record::VirtualTime time(noon);
    Script script;
    script.act = [](int number) { return number % 2 == 0 ? Wanted{noon + 2ms} : Wanted{}; };
    auto setup = setup_of(io, time, script);
    setup.sweep = 2ms;
    Loop loop(setup);
    loop.start();
    CHECK(script.turns.wait([](int count) { return count >= 10; }));
    REQUIRE(stop_and_wait(loop));
}

TEST_CASE("a loop comes back after an exception and says so in its health") {
    IoThreads io;
    const record::VirtualTime time(noon);
    Script script;
    script.act = [](int number) -> Wanted {
        if (number <= 5) throw std::runtime_error("disk on fire");
        if (number == 6) throw 42;  // not even an exception
        return {};
    };
    Loop loop(setup_of(io, time, script));
    loop.start();
    REQUIRE(script.turns.wait([](int count) { return count >= 7; }));
    REQUIRE(stop_and_wait(loop));
    const auto health = loop.health();
    CHECK(health.failures == 0);
    CHECK(health.last_error == "unknown exception");
    CHECK(health.turns == 1);
}

TEST_CASE("stop waits for the running turn") {
    IoThreads io;
    const record::VirtualTime time(noon);
    Watched<int> stage{0};  // 1: in the turn; 2: may go on; 3: left the turn
    auto setup = LoopSetup{};
    setup.name = "slow";
    setup.strand = boost::asio::make_strand(io.context());
    setup.time = &time;
    Script script;
    script.act = [&](int) {
        stage.with([](int& value) { value = 1; });
        stage.wait([](const int& value) { return value == 2; });
        stage.with([](int& value) { value = 3; });
        return Wanted{};
    };
    setup.turn = [&script] { return Script::turn(&script); };
    Loop loop(setup);
    loop.start();
    REQUIRE(stage.wait([](const int& value) { return value == 1; }));
    std::promise<int> at_stop;
    loop.stop([&] { at_stop.set_value(stage.with([](int& value) { return value; })); });
    CHECK(loop.stopping());
    stage.with([](int& value) { value = 2; });
    auto future = at_stop.get_future();
    REQUIRE(future.wait_for(patience) == std::future_status::ready);
    CHECK(future.get() == 3);
}

TEST_CASE("a loop may be stopped before it starts and more than once") {
    IoThreads io;
    const record::VirtualTime time(noon);
    Script script;
    Loop loop(setup_of(io, time, script));
    CHECK(stop_and_wait(loop));
    loop.start();
    CHECK(stop_and_wait(loop));
    CHECK(script.turns.with([](int& count) { return count; }) == 0);
}

TEST_CASE("pokes from many threads lose no turn") {
    IoThreads io(4);
    const record::VirtualTime time(noon);
    std::atomic<int> written{0};
    Watched<int> seen{0};
    Script script;
    script.act = [&](int) {
        seen.with([&](int& value) { value = written.load(); });
        return Wanted{};
    };
    Loop loop(setup_of(io, time, script));
    loop.start();
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int n = 0; n < 500; ++n) {
                ++written;
                loop.poke();
            }
        });
    }
    for (auto& thread : threads)
        thread.join();
    CHECK(seen.wait([](const int& value) { return value == 2000; }));
    REQUIRE(stop_and_wait(loop));
}
