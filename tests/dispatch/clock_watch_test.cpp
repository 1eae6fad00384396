// Steps of the wall clock: nothing irrevocable is decided by a clock that was just set wrong.
// HOTLINE_SEED=N runs one seed of the simulation again.
#include "dispatch/deadlines/clock_watch.hpp"

#include "dispatch/deadlines/deadlines.hpp"
#include "tests/dispatch/record_world.hpp"
#include "tests/support/catch.hpp"

#include <array>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>

using namespace hotline;
using namespace hotline::dispatch;
using namespace hotline::dispatch::test;
using std::chrono_literals::operator""h;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

TEST_CASE("a set wall clock is held back until it has run on for a minute") {
    ClockWatch watch;
    Instant wall{1000h};
    Millis uptime{5s};
    const auto pass = [&](Millis by) {
        wall += by;
        uptime += by;
        return watch.hold_for(wall, uptime);
    };
    CHECK(watch.hold_for(wall, uptime) == 0ms);
    CHECK(pass(10s) == 0ms);
    // Drift is not a step: half a second in a minute.
    wall += 500ms;
    CHECK(pass(60s) == 0ms);
    CHECK(watch.steps() == 0);
    wall += 24h;
    CHECK(pass(1s) == 60s);
    CHECK(watch.last_step() == 24h);
    CHECK(pass(59s) == 1s);
    CHECK(pass(1s) == 0ms);
    // Each further step begins the minute anew.
    wall -= 1h;
    CHECK(pass(1s) == 60s);
    wall += 1h;
    CHECK(pass(30s) == 60s);
    CHECK(watch.steps() == 3);
    CHECK(pass(60s) == 0ms);
}

namespace {

// The turns of the deadlines' loop without its threads: the same watch, the same page of work.
class Simulation {
  public:
    explicit Simulation(std::uint64_t seed) : random_(seed) {}

    void run(int steps) {
        for (int i = 0; i < 12; ++i) {
            world_.dispatched(i % 2 == 0 ? "one" : "two");
            pass(Millis{between(0, 3'600'000)});
        }
        for (int i = 0; i < steps; ++i) {
            switch (between(0, 5)) {
                case 0:
                    wrong_for_a_while();
                    break;
                case 1:
                    restart_after(Millis{between(0, 24LL * 7 * 3'600'000)});
                    break;
                default:
                    pass(Millis{between(0, 7'200'000)});
            }
        }
        pass(400h);
        pass(60s);
        check();
    }

    int wall_steps() const { return wall_steps_; }

  private:
    std::int64_t between(std::int64_t low, std::int64_t high) {
        return std::uniform_int_distribution<std::int64_t>{low, high}(random_);
    }

    void turn() {
        if (watch_.hold_for(world_.time.now(), world_.time.uptime()) > 0ms) return;
        auto session = world_.read();
        run_due(session, world_.writer(), Roster{}, City{}, world_.time.now());
        note_true_times();
    }

    void pass(Millis by) {
        true_now_ += by;
        world_.time.pass(by);
        turn();
    }

    // Somebody sets the clock, the loop looks now and then, and it is put right within the hold.
    void wrong_for_a_while() {
        constexpr std::array<Millis, 3> sizes{Millis{1'500}, Millis{3'600'000}, Millis{86'400'000}};
        const Millis by = sizes[static_cast<std::size_t>(between(0, 2))] * (between(0, 1) * 2 - 1);
        world_.time.step(by);
        turn();
        for (auto left = between(0, 4); left > 0; --left)
            pass(Millis{between(0, 12'000)});
        world_.time.step(-by);
        turn();
        wall_steps_ += 2;
    }

    void restart_after(Millis downtime) {
        world_.close();
        true_now_ += downtime;
        world_.time.pass(downtime);
        watch_ = ClockWatch{};
        world_.open();
        turn();
    }

    // What was acted on since the last look, at the true time.
    void note_true_times() {
        for (const auto& entry : world_.read().journal_after(seen_, 100'000)) {
            seen_ = entry.seq;
            for (const auto& event : entry.events) {
                const auto* step = std::get_if<StepReached>(&event);
                if (step != nullptr) {
                    reached_[{entry.ticket, step->clock, step->step}].push_back(true_now_);
                }
            }
        }
    }

    void check() {
        std::size_t expected = 0;
        std::size_t early = 0;
        std::size_t not_once = 0;
        for (const auto& entry : world_.read().journal_after(0, 100'000)) {
            for (const auto& event : entry.events) {
                const auto* started = std::get_if<ClockStarted>(&event);
                if (started == nullptr) continue;
                for (const ClockStep& step : started->steps) {
                    ++expected;
                    const auto& times = reached_[{entry.ticket, started->clock, step.kind}];
                    if (times.size() != 1) ++not_once;
                    if (!times.empty() && times.front() < step.at) ++early;
                }
            }
        }
        CHECK(expected == 12 * 4);
        CHECK(not_once == 0);
        CHECK(early == 0);
    }

    std::mt19937_64 random_;
    RecordWorld world_;
    Instant true_now_ = start_of_test;
    ClockWatch watch_;
    std::int64_t seen_ = 0;
    int wall_steps_ = 0;
    std::map<std::tuple<TicketNumber, ClockId, StepKind>, std::vector<Instant>> reached_;
};

}  // namespace

TEST_CASE("under steps of the clock and weeks of downtime nothing fires early or twice or never") {
    const char* given = std::getenv("HOTLINE_SEED");
    const std::uint64_t seed = given ? std::strtoull(given, nullptr, 10) : std::random_device{}();
    std::cout << "clock_watch_test: HOTLINE_SEED=" << seed << '\n';
    int steps = 0;
    for (std::uint64_t i = 0; i < 10; ++i) {
        Simulation simulation(seed + i);
        simulation.run(300);
        steps += simulation.wall_steps();
    }
    CHECK(steps > 500);
}
