// The one door: what is answered, what is kept, and who is harmed by a neighbour (nobody).
#include "ticketing/record/writer.hpp"

#include "tests/record/faulty_engine.hpp"
#include "tests/record/gate.hpp"
#include "tests/record/world.hpp"
#include "ticketing/record/verify.hpp"
#include "ticketing/rules/decide.hpp"

#include <thread>

using namespace hotline;
using namespace hotline::test;

namespace {

// Empty when accepted, else the code of the refusal.
std::string code(const Outcome& outcome) {
    return outcome ? "" : outcome.error().code;
}

void check_sound(World& world) {
    const VerifyReport report = verify(world.engine());
    for (const std::string& problem : report.first_problems)
        UNSCOPED_INFO(problem);
    CHECK(report.sound());
}

}  // namespace

TEST_CASE("a new ticket is answered with its number and is there with its journal") {
    World world;
    const Committed opened = world.must(world.opening("路灯不亮", "a3-light"), {}, agent());
    CHECK(opened.number == TicketNumber{20260302000001});
    CHECK(opened.stage == Stage::handling);
    CHECK(opened.seq == 1);
    CHECK(opened.new_legs == std::vector{LegId{1}});
    CHECK_FALSE(opened.repeated);
    const auto state = world.read().ticket(opened.number);
    REQUIRE(state);
    CHECK(state->version == opened.version);
    CHECK(state->request == request());
    const auto journal = world.read().journal_of(opened.number);
    REQUIRE(journal.size() == 1);
    CHECK(journal[0].actor == agent());
    CHECK(journal[0].at == world.time.now());
    CHECK(fold(journal[0].events) == *state);
    check_sound(world);
}

TEST_CASE("numbers count from one on each day of receipt in the city") {
    World world;
    CHECK(world.opened() == TicketNumber{20260302000001});
    CHECK(world.opened() == TicketNumber{20260302000002});
    OpenTicket late = world.opening();
    late.received_at = at("2026-03-01 23:59");
    CHECK(world.must(late, {}, agent()).number == TicketNumber{20260301000001});
    late.received_at = at("2026-03-02 00:00");
    CHECK(world.must(late, {}, agent()).number == TicketNumber{20260302000003});
    world.reopen();
    CHECK(world.opened() == TicketNumber{20260302000004});
    check_sound(world);
}

TEST_CASE("a day gives out 999999 numbers and refuses the next") {
    World world;
    world.close();
    {
        const auto engine = open_sqlite(world.path());
        const auto connection = engine->open_writer();
        connection->begin();
        Statement& save = connection->query("save_day_numbers");
        save.bind(1, std::int64_t{20260302});
        save.bind(2, std::int64_t{999'998});
        save.step();
        connection->commit();
    }
    world.open();
    CHECK(world.opened() == TicketNumber{20260302999999});
    CHECK(code(world.ask(world.opening(), {}, agent())) == "numbers_exhausted");
    world.time.set(at("2026-03-03 00:00"));
    CHECK(world.opened() == TicketNumber{20260303000001});
}

TEST_CASE("a refused command writes nothing and takes no number") {
    World world;
    CHECK(code(world.ask(world.opening(""), {}, agent())) != "");
    CHECK(code(world.ask(Withdraw{"x"}, TicketNumber{20260302000001})) == "ticket_not_found");
    CHECK(code(world.ask(Withdraw{"x"})) == "ticket_not_found");
    CHECK(world.read().last_seq() == 0);
    CHECK(world.opened() == TicketNumber{20260302000001});
    CHECK(world.writer().stats().refused == 3);
    CHECK(world.writer().stats().committed == 1);
    check_sound(world);
}

TEST_CASE("a change for an old version is refused with the present one") {
    World world;
    const TicketNumber number = world.opened();
    const std::int64_t version = world.read().ticket(number)->version;
    TicketWork work = world.work(Supplement{"补充"}, number);
    work.if_version = version;
    const Outcome first = world.writer().execute(work);
    REQUIRE(first.has_value());
    CHECK(first->version == version + 1);
    const Outcome second = world.writer().execute(work);
    CHECK(code(second) == "version_conflict");
    CHECK(second.error().detail == std::to_string(version + 1));
}

TEST_CASE("an external id is taken once and the refusal names the ticket") {
    World world;
    OpenTicket open = world.opening();
    open.request.source = "sf311";
    open.request.external_id = "17";
    const TicketNumber number = world.must(open, {}, agent()).number;
    const Outcome again = world.ask(open, {}, agent());
    CHECK(code(again) == "external_id_taken");
    CHECK(again.error().detail == "20260302000001");
    open.request.source = "other";
    CHECK(code(world.ask(open, {}, agent())) == "");
    CHECK(world.read().by_external_id("sf311", "17") == number);
    CHECK_FALSE(world.read().by_external_id("sf311", "18"));
    CHECK_FALSE(world.read().by_external_id("", ""));
}

TEST_CASE("a merge looks at its target") {
    World world;
    const TicketNumber first = world.opened();
    const TicketNumber second = world.opened();
    CHECK(code(world.ask(Merge{{20260302000099}}, first)) != "");
    CHECK(code(world.ask(Merge{second}, first)) == "");
    CHECK(world.read().ticket(first)->merged_into == second);
    CHECK(code(world.ask(Merge{first}, second)) != "");
}

TEST_CASE("items that wait together share one commit and are answered in order") {
    World world;
    Gate gate;
    gate.close(world.writer(), world.work(Withdraw{"x"}));
    const std::uint64_t groups = world.writer().stats().groups;
    Answers answers;
    for (int i = 0; i < 20; ++i)
        world.writer().submit(world.work(world.opening(), {}, agent()), answers.next());
    CHECK(world.writer().stats().queue_depth == 20);
    gate.open();
    const auto outcomes = answers.wait();
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        CHECK(outcomes[i]->seq == static_cast<std::int64_t>(i) + 1);
    CHECK(world.writer().stats().groups == groups + 1);
    CHECK(world.writer().stats().last_seq == 20);
}

TEST_CASE("a command sees what its group did to the same ticket before") {
    World world;
    Gate gate;
    gate.close(world.writer(), world.work(Withdraw{"x"}));
    Answers answers;
    world.writer().submit(world.work(world.opening(), {}, agent()), answers.next());
    const TicketNumber number{20260302000001};
    world.writer().submit(world.work(Supplement{"一"}, number), answers.next());
    world.writer().submit(world.work(Dispatch{{{"a3-light", LegRole::lead}}, ""}, number),
                          answers.next());
    world.writer().submit(world.work(Withdraw{"撤"}, number), answers.next());
    world.writer().submit(world.work(Supplement{"二"}, number), answers.next());
    gate.open();
    const auto outcomes = answers.wait();
    for (std::size_t i = 0; i < 4; ++i)
        CHECK(code(outcomes[i]) == "");
    CHECK(code(outcomes[4]) == "wrong_stage");
    CHECK(world.read().ticket(number)->supplements == std::vector<std::string>{"一"});
    check_sound(world);
}

TEST_CASE("a failing item is refused alone and harms no neighbour") {
    World world;
    world.close();
    const auto sqlite = open_sqlite(world.path());
    Faults faults;
    faults.poison = "POISON";
    FaultyEngine engine{*sqlite, faults};
    world.start(engine);
    Gate gate;
    gate.close(world.writer(), world.work(Withdraw{"x"}));
    Answers answers;
    const std::string titles[] = {"好", "坏 POISON", "", "好二", "晚", "好三"};
    for (const std::string& title : titles) {
        TicketWork work = world.work(world.opening(title, "a3-housing"), {}, agent());
        // The receipt is written last: everything else of the item must be taken back.
        if (title == "晚") {
            work.idempotency_key = "key";
            work.request_hash = "POISON";
        }
        world.writer().submit(std::move(work), answers.next());
    }
    gate.open();
    const auto outcomes = answers.wait();
    CHECK(code(outcomes[0]) == "");
    CHECK(code(outcomes[1]) == "store_failed");
    CHECK((code(outcomes[2]) != "" && code(outcomes[2]) != "store_failed"));
    CHECK(code(outcomes[3]) == "");
    CHECK(code(outcomes[4]) == "store_failed");
    CHECK(code(outcomes[5]) == "");
    CHECK(outcomes[5]->number == TicketNumber{20260302000003});
    CHECK(outcomes[5]->seq == 3);
    CHECK(faults.savepoints == 6);
    CHECK(world.writer().stats().retried_groups == 1);
    CHECK_FALSE(world.writer().stats().failed);
    CHECK(code(world.ask(world.opening(), {}, agent())) == "");
    world.close();
    const VerifyReport report = verify(*sqlite);
    for (const std::string& problem : report.first_problems)
        UNSCOPED_INFO(problem);
    CHECK(report.sound());
    CHECK(report.tickets == 4);
    CHECK(report.outbox_rows == 6);
}

TEST_CASE("after an error at COMMIT nobody is answered with success and the writer stops") {
    const auto kind =
        GENERATE(DbErrorKind::io, DbErrorKind::full, DbErrorKind::corrupt, DbErrorKind::other);
    const bool durable = GENERATE(false, true);
    World world;
    world.close();
    std::string fatal;
    world.on_fatal = [&fatal](const std::string& reason) { fatal = reason; };
    {
        const auto sqlite = open_sqlite(world.path());
        Faults faults;
        faults.commit_error = kind;
        faults.commit_is_durable = durable;
        FaultyEngine engine{*sqlite, faults};
        world.start(engine);
        Gate gate;
        gate.close(world.writer(), world.work(Withdraw{"x"}));
        Answers answers;
        for (int i = 0; i < 300; ++i)  // more than one group
            world.writer().submit(world.work(world.opening(), {}, agent()), answers.next());
        faults.fail_commit = true;
        gate.open();
        for (const Outcome& outcome : answers.wait())
            CHECK(code(outcome) == "store_failed");
        const int commits = faults.commits;
        CHECK(code(world.ask(world.opening(), {}, agent())) == "store_failed");
        CHECK(faults.commits == commits);
        CHECK(world.writer().stats().failed);
        world.close();
    }
    CHECK(fatal.find("injected at COMMIT") != std::string::npos);
    world.on_fatal = nullptr;
    world.open();
    CHECK(world.read().last_seq() == (durable ? 256 : 0));
    CHECK(code(world.ask(world.opening(), {}, agent())) == "");
    check_sound(world);
}

TEST_CASE("a full queue refuses at once and keeps nothing") {
    WriterLimits limits;
    limits.queue_max = 3;
    World world{limits};
    Gate gate;
    gate.close(world.writer(), world.work(Withdraw{"x"}));
    Answers answers;
    for (int i = 0; i < 5; ++i)
        world.writer().submit(world.work(world.opening(), {}, agent()), answers.next());
    gate.open();
    const auto outcomes = answers.wait();
    for (std::size_t i = 0; i < 3; ++i)
        CHECK(code(outcomes[i]) == "");
    CHECK(code(outcomes[3]) == "overloaded");
    CHECK(code(outcomes[4]) == "overloaded");
    CHECK(world.read().last_seq() == 3);
}

TEST_CASE("the queue is bounded in bytes too but one large item passes") {
    WriterLimits limits;
    limits.queue_bytes_max = 10'000;
    World world{limits};
    Gate gate;
    gate.close(world.writer(), world.work(Withdraw{"x"}));
    Answers answers;
    OpenTicket large = world.opening();
    large.request.body = std::string(12'000, 'x');
    world.writer().submit(world.work(large, {}, agent()), answers.next());
    world.writer().submit(world.work(world.opening(), {}, agent()), answers.next());
    gate.open();
    const auto outcomes = answers.wait();
    CHECK(code(outcomes[0]) == "");
    CHECK(code(outcomes[1]) == "overloaded");
}

TEST_CASE("stop commits what is queued and refuses what comes after") {
    World world;
    Gate gate;
    gate.close(world.writer(), world.work(Withdraw{"x"}));
    Answers answers;
    for (int i = 0; i < 10; ++i)
        world.writer().submit(world.work(world.opening(), {}, agent()), answers.next());
    std::thread stopping{[&] { world.writer().stop(); }};
    gate.open();
    stopping.join();
    world.writer().stop();
    for (const Outcome& outcome : answers.wait())
        CHECK(code(outcome) == "");
    CHECK(code(world.ask(world.opening(), {}, agent())) == "stopping");
    CHECK(world.read().last_seq() == 10);
}

TEST_CASE("on_commit is told each change with its state after the answer was given") {
    World world;
    world.close();
    std::vector<std::int64_t> seqs;
    std::vector<Stage> stages;
    bool same_ticket = true;
    world.on_commit = [&](std::span<const CommittedChange> changes) {
        for (const CommittedChange& change : changes) {
            seqs.push_back(change.entry->seq);
            stages.push_back(change.state->stage);
            // Asserted below: Catch2 counts assertions of one thread only.
            same_ticket = same_ticket && change.state->number == change.entry->ticket;
        }
    };
    world.open();
    const TicketNumber number = world.opened();
    world.ask(Supplement{""}, number);  // refused: nobody is told
    world.must(Withdraw{"撤"}, number);
    world.writer().stop();
    CHECK(seqs == std::vector<std::int64_t>{1, 2});
    CHECK(stages == std::vector{Stage::awaiting_dispatch, Stage::withdrawn});
    CHECK(same_ticket);
}
