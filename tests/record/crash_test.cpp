// Nothing that was answered is lost: a child process is killed in the middle of writing, and the
// parent opens what it left.
#include "tests/record/world.hpp"
#include "ticketing/record/failpoint.hpp"
#include "ticketing/record/sha256.hpp"
#include "ticketing/record/verify.hpp"

#include <sys/wait.h>

#include <csignal>
#include <map>
#include <set>
#include <sstream>

using namespace hotline;
using namespace hotline::test;

namespace {

// A pipe of answered ticket numbers, from the child to the parent. Single writes of 8 bytes are
// atomic.
struct Pipe {
    int ends[2] = {-1, -1};
    Pipe() { REQUIRE(::pipe(ends) == 0); }
    void say(std::int64_t number) const {
        if (::write(ends[1], &number, sizeof number) != sizeof number) ::_exit(3);
    }
    // Everything until the child is gone; kills it once it has said `kill_after` numbers.
    std::vector<std::int64_t> hear(pid_t child, std::size_t kill_after) {
        ::close(ends[1]);
        std::vector<std::int64_t> heard;
        for (std::int64_t number = 0; ::read(ends[0], &number, sizeof number) == sizeof number;) {
            heard.push_back(number);
            if (heard.size() == kill_after) ::kill(child, SIGKILL);
        }
        ::close(ends[0]);
        return heard;
    }
};

// Runs in the child: opens tickets with keys and says each that is answered, until the process
// dies.
[[noreturn]] void write_until_killed(const std::string& directory, const Pipe& pipe, int round) {
    const auto engine = open_sqlite(directory);
    VirtualTime time{at("2026-03-02 10:00")};
    WriterSetup setup;
    setup.engine = engine.get();
    setup.time = &time;
    setup.policies = city_policies();
    setup.endpoints = city_endpoints();
    setup.limits.group_max = 8;
    Writer writer{std::move(setup)};
    for (int i = 0;; ++i) {
        TicketWork work;
        work.actor = agent();
        OpenTicket open;
        open.request = request("ticket " + std::to_string(i));
        open.received_at = time.now();
        open.routing.unit = "a3-housing";
        open.dispatch_now = true;
        work.command = std::move(open);
        work.idempotency_key = std::to_string(round) + "-" + std::to_string(i);
        const OnOutcome done = [&pipe](Outcome outcome) {
            if (outcome) pipe.say(outcome->number.value);
        };
        if (i % 4 == 3) {
            const Outcome outcome = writer.execute(std::move(work));
            if (outcome) pipe.say(outcome->number.value);
        } else {
            writer.submit(std::move(work), done);
        }
    }
}

// What the child had answered when it died, and how it died.
struct Death {
    std::vector<std::int64_t> answered;
    int status = 0;
};

template <class Prepare>
Death run_child(const std::string& directory, int round, std::size_t kill_after, Prepare prepare) {
    Pipe pipe;
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        ::close(pipe.ends[0]);
        prepare();
        write_until_killed(directory, pipe, round);
    }
    Death death;
    death.answered = pipe.hear(child, kill_after);
    ::waitpid(child, &death.status, 0);
    return death;
}

// Opens the database as the next start would and compares it with what was answered so far.
void check_nothing_lost(const std::string& directory, const std::set<std::int64_t>& answered,
                        std::int64_t unanswered_max) {
    const auto engine = open_sqlite(directory);
    const auto reader = engine->open_reader();
    ReadSession session{*reader};
    for (const std::int64_t number : answered) {
        INFO("answered and lost: " << number);
        REQUIRE(session.ticket({number}).has_value());
    }
    const VerifyReport report = verify(*engine);
    for (const std::string& problem : report.first_problems)
        UNSCOPED_INFO(problem);
    CHECK(report.sound());
    CHECK(report.tickets >= static_cast<std::int64_t>(answered.size()));
    CHECK(report.tickets <= static_cast<std::int64_t>(answered.size()) + unanswered_max);
    CHECK(report.outbox_rows == 2 * report.tickets);
}

}  // namespace

TEST_CASE("kill -9 at any time loses nothing that was answered") {
    const TempDir dir;
    std::set<std::int64_t> answered;
    for (int round = 0; round < 9; ++round) {
        const Death death = run_child(dir.path(), round, std::size_t{1} << round, [] {});
        REQUIRE(WIFSIGNALED(death.status));
        for (const std::int64_t number : death.answered) {
            INFO("number given twice: " << number);
            REQUIRE(answered.insert(number).second);
        }
        check_nothing_lost(dir.path(), answered, 8 * (round + 1));
    }
    CHECK(answered.size() > 500);
}

#ifdef HOTLINE_FAILPOINTS
TEST_CASE("a crash at each failpoint loses nothing that was answered") {
    struct Row {
        std::string point;
        std::int64_t unanswered_max;  // commits nobody was told of
    };
    const Row rows[] = {
        {"store.save:crash:", 0},           {"journal.append:crash:", 0},
        {"outbox.insert:crash:", 0},        {"receipt.save:crash:", 0},
        {"writer.before_commit:crash:", 0}, {"writer.after_commit:crash:", 8},
        {"writer.before_answer:crash:", 8},
    };
    for (const Row& row : rows) {
        for (const int count : {1, 2, 7}) {
            const std::string spec = row.point + std::to_string(count);
            INFO(spec);
            const TempDir dir;
            const Death death = run_child(dir.path(), 0, 0, [&spec] { arm_failpoint(spec); });
            REQUIRE(WIFEXITED(death.status));
            CHECK(WEXITSTATUS(death.status) == 137);
            const std::set<std::int64_t> answered{death.answered.begin(), death.answered.end()};
            check_nothing_lost(dir.path(), answered, row.unanswered_max);
            if (row.unanswered_max > 0) {
                const auto engine = open_sqlite(dir.path());
                CHECK(verify(*engine).tickets > static_cast<std::int64_t>(answered.size()));
            }
        }
    }
}

TEST_CASE("a crash in the middle of a migration leaves the schema as it was") {
    const TempDir dir;
    const Death death = run_child(dir.path(), 0, 0, [] { arm_failpoint("migrate.step:crash"); });
    REQUIRE(WIFEXITED(death.status));
    CHECK(WEXITSTATUS(death.status) == 137);
    check_nothing_lost(dir.path(), {}, 0);
}

TEST_CASE("a publication and its job are there after a crash as far as they were committed") {
    struct Row {
        std::string point;
        std::size_t publications;
        std::size_t jobs;
    };
    const Row rows[] = {{"writer.before_commit:crash:1", 0, 0},
                        {"writer.after_commit:crash:1", 1, 0},
                        {"writer.before_commit:crash:2", 1, 0},
                        {"writer.after_commit:crash:2", 1, 1}};
    for (const Row& row : rows) {
        INFO(row.point);
        const TempDir dir;
        const pid_t child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            const auto engine = open_sqlite(dir.path());
            const VirtualTime time{at("2026-03-02 10:00")};
            WriterSetup setup;
            setup.engine = engine.get();
            setup.time = &time;
            setup.policies = city_policies();
            setup.endpoints = city_endpoints();
            Writer writer{std::move(setup)};
            arm_failpoint(row.point);
            PublishWork publication;
            publication.name = "city";
            publication.version = "2";
            publication.text = "text";
            publication.sha256 = sha256_hex("text");
            writer.execute(publication);
            writer.execute(JobWork{StartJob{"recount", 1, "{}", 3}});
            ::_exit(0);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        REQUIRE(WIFEXITED(status));
        CHECK(WEXITSTATUS(status) == 137);
        const auto engine = open_sqlite(dir.path());
        const auto reader = engine->open_reader();
        ReadSession session{*reader};
        CHECK(session.publications().size() == row.publications);
        CHECK(session.unfinished_jobs().size() == row.jobs);
        CHECK(verify(*engine).sound());
    }
}

TEST_CASE("a caller that was not answered repeats with its key and finds its ticket") {
    World world;
    TicketWork work = world.work(world.opening(), {}, agent());
    work.idempotency_key = "key-1";
    world.close();
    bool fatal = false;
    world.on_fatal = [&fatal](const std::string&) { fatal = true; };
    world.open();
    arm_failpoint("writer.after_commit:io");
    CHECK(world.writer().execute(work).error().code == "store_failed");
    world.reopen();
    CHECK(fatal);
    const Outcome again = world.writer().execute(work);
    REQUIRE(again.has_value());
    CHECK(again->repeated);
    CHECK(again->number == TicketNumber{20260302000001});
}

TEST_CASE("a failpoint that fails one item costs a retry and harms nobody") {
    World world;
    arm_failpoint("outbox.insert:fail");
    CHECK(world.ask(world.opening("x", "a3-light"), {}, agent()).has_value());
    CHECK(world.writer().stats().retried_groups == 1);
    CHECK(verify(world.engine()).sound());
}

TEST_CASE("a bad failpoint is refused") {
    CHECK_THROWS_AS(arm_failpoint("nonsense"), std::invalid_argument);
    arm_failpoint("");
}
#endif
