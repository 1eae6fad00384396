// The pool of readers: snapshots, deadlines, errors, a full queue.
#include "ticketing/record/reads.hpp"

#include "tests/record/world.hpp"

#include <future>
#include <latch>

using namespace hotline;
using namespace hotline::test;

namespace {

void no_failure(std::exception_ptr error) {
    if (error) std::rethrow_exception(error);
}

}  // namespace

TEST_CASE("a job reads what is committed and the pool finishes what is queued") {
    World world;
    const TicketNumber number = world.opened();
    std::promise<std::size_t> listed;
    std::atomic<int> done{0};
    {
        Reads reads{world.engine(), 2, 100};
        REQUIRE(reads.post([&](ReadSession& session) { listed.set_value(session.list({}).size()); },
                           no_failure));
        for (int i = 0; i < 50; ++i) {
            REQUIRE(reads.post(
                [&](ReadSession& session) { done += session.ticket(number) ? 1 : 0; }, no_failure));
        }
    }
    CHECK(listed.get_future().get() == 1);
    CHECK(done == 50);
}

TEST_CASE("what a job throws is given to failed and the thread goes on") {
    World world;
    Reads reads{world.engine(), 1, 10};
    std::promise<std::string> what;
    reads.post([](ReadSession&) { throw std::runtime_error("no such luck"); },
               [&](std::exception_ptr error) {
                   try {
                       std::rethrow_exception(error);
                   } catch (const std::runtime_error& thrown) {
                       what.set_value(thrown.what());
                   }
               });
    CHECK(what.get_future().get() == "no such luck");
    std::promise<std::int64_t> seq;
    reads.post([&](ReadSession& session) { seq.set_value(session.last_seq()); }, no_failure);
    CHECK(seq.get_future().get() == 0);
}

TEST_CASE("a job past its deadline is interrupted and the next one is not") {
    World world;
    for (int i = 0; i < 50; ++i)
        world.opened();
    Reads reads{world.engine(), 1, 10};
    std::promise<DbErrorKind> kind;
    const auto endless = [](ReadSession& session) {
        while (true)
            session.list({});
    };
    reads.post(
        endless,
        [&](std::exception_ptr error) {
            try {
                std::rethrow_exception(error);
            } catch (const DbError& interrupted) {
                kind.set_value(interrupted.kind());
            }
        },
        5);
    CHECK(kind.get_future().get() == DbErrorKind::interrupted);
    std::promise<std::size_t> size;
    reads.post([&](ReadSession& session) { size.set_value(session.list({}).size()); }, no_failure);
    CHECK(size.get_future().get() == 50);
}

TEST_CASE("one statement that runs too long is interrupted in its middle") {
    World world;
    for (int i = 0; i < 300; ++i)
        world.opened();
    const auto reader = world.engine().open_reader();
    // Grouping 300 tickets takes more steps than pass between two looks at the clock.
    reader->set_deadline(0);
    Statement& scan = reader->query("verify_stage_counts");
    CHECK_THROWS_AS(scan.step(), DbError);
    reader->set_deadline(60'000);
    CHECK(scan.step());
}

TEST_CASE("a full queue of reads refuses at once") {
    World world;
    std::promise<void> hold;
    std::promise<void> started;
    std::shared_future<void> held = hold.get_future().share();
    Reads reads{world.engine(), 1, 2};
    reads.post(
        [&started, held](ReadSession&) {
            started.set_value();
            held.wait();
        },
        no_failure);
    started.get_future().wait();
    CHECK(reads.post([](ReadSession&) {}, no_failure));
    CHECK(reads.post([](ReadSession&) {}, no_failure));
    CHECK_FALSE(reads.post([](ReadSession&) {}, no_failure));
    hold.set_value();
}

TEST_CASE("a job sees one snapshot while the writer goes on") {
    World world;
    world.opened();
    Reads reads{world.engine(), 1, 10};
    std::promise<void> first_read;
    std::promise<void> written;
    std::promise<std::pair<std::int64_t, std::int64_t>> seen;
    reads.post(
        [&](ReadSession& session) {
            const std::int64_t before = session.last_seq();
            first_read.set_value();
            written.get_future().wait();
            seen.set_value({before, session.last_seq()});
        },
        no_failure, 60'000);
    first_read.get_future().wait();
    world.opened();
    written.set_value();
    CHECK(seen.get_future().get() == std::pair<std::int64_t, std::int64_t>{1, 1});
    CHECK(world.read().last_seq() == 2);
}
