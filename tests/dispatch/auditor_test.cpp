// The auditor: an alarm when a due step waits too long, a heartbeat as long as all is well.
#include "dispatch/deadlines/auditor.hpp"

#include "dispatch/deadlines/deadlines.hpp"
#include "tests/dispatch/fake_transport.hpp"
#include "tests/dispatch/record_world.hpp"
#include "tests/support/catch.hpp"

using namespace hotline;
using namespace hotline::dispatch;
using namespace hotline::dispatch::test;
using std::chrono_literals::operator""h;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

namespace {

struct AuditWorld {
    RecordWorld record;
    IoThreads io;
    boost::asio::any_io_executor strand = io.strand();
    FakeTransport transport{strand};
    Watched<std::vector<bool>> changes{{}};

    AuditorSetup setup() {
        AuditorSetup made;
        made.strand = strand;
        made.reads = &record.reads();
        made.time = &record.time;
        made.transport = &transport;
        made.heartbeat_url = "http://watcher.example/beat";
        made.on_change = [this](const AuditReport& report) {
            changes.with([&](auto& list) { list.push_back(report.alarmed); });
        };
        return made;
    }
};

}  // namespace

TEST_CASE("a due step that nobody acts on becomes an alarm and its end ends the alarm") {
    AuditWorld world;
    world.record.dispatched("one");
    Auditor auditor(world.setup());
    CHECK_FALSE(auditor.is_well(world.record.time.now()));  // nobody has looked yet
    auditor.start();
    REQUIRE(one_more_turn(auditor));
    CHECK(auditor.is_well(world.record.time.now()));
    CHECK_FALSE(auditor.report().oldest);

    // Receipt is due after an hour; at 60 seconds of lag it is late but not alarming.
    const Instant due = start_of_test + 1h + 1ms;
    world.record.time.set(due + 60s);
    REQUIRE(one_more_turn(auditor));
    REQUIRE(one_more_turn(auditor));
    CHECK(auditor.report().oldest == due);
    CHECK(auditor.report().lag == 60s);
    CHECK_FALSE(auditor.report().alarmed);
    world.record.time.set(due + 60s + 1ms);
    REQUIRE(one_more_turn(auditor));
    REQUIRE(one_more_turn(auditor));
    CHECK(auditor.report().alarmed);
    CHECK_FALSE(auditor.is_well(world.record.time.now()));
    CHECK(auditor.report().why == "a due step has waited for 60001 ms");

    auto session = world.record.read();
    CHECK(run_due(session, world.record.writer(), Roster{}, City{}, world.record.time.now()) == 1);
    REQUIRE(one_more_turn(auditor));
    REQUIRE(one_more_turn(auditor));
    CHECK_FALSE(auditor.report().alarmed);
    CHECK(auditor.is_well(world.record.time.now()));
    CHECK(stop_and_wait(auditor));
    CHECK(world.changes.with([](auto& list) { return list; }) == std::vector<bool>{true, false});
}

TEST_CASE("the heartbeat falls silent while an alarm lasts") {
    AuditWorld world;
    world.record.dispatched("one");
    Auditor auditor(world.setup());
    auditor.start();
    REQUIRE(world.transport.wait_for_posts(1));
    CHECK(world.transport.all().front().url == "http://watcher.example/beat");
    REQUIRE(one_more_turn(auditor));
    world.record.time.set(start_of_test + 3h);
    REQUIRE(one_more_turn(auditor));
    REQUIRE(one_more_turn(auditor));
    REQUIRE(auditor.report().alarmed);
    const auto beats = world.transport.all().size();
    REQUIRE(one_more_turn(auditor));
    REQUIRE(one_more_turn(auditor));
    CHECK(world.transport.all().size() == beats);
    CHECK(stop_and_wait(auditor));
}

TEST_CASE("a watcher that refuses the heartbeat is told in the report and is no alarm of ours") {
    AuditWorld world;
    world.transport.answer = [](const Posted&) {
        WebhookAnswer answer;
        answer.status = 503;
        return answer;
    };
    Auditor auditor(world.setup());
    auditor.start();
    REQUIRE(world.transport.wait_for_posts(1));
    REQUIRE(one_more_turn(auditor));
    CHECK(auditor.report().heartbeat_error == "status 503");
    CHECK(auditor.report().heartbeats == 0);
    CHECK_FALSE(auditor.report().alarmed);
    CHECK(stop_and_wait(auditor));
}

TEST_CASE("a report that nobody renews is not well") {
    AuditWorld world;
    Auditor auditor(world.setup());
    auditor.start();
    REQUIRE(one_more_turn(auditor));
    CHECK(stop_and_wait(auditor));
    const Instant looked = *auditor.report().at;
    CHECK(auditor.is_well(looked + 30s));
    CHECK_FALSE(auditor.is_well(looked + 30s + 1ms));
}
