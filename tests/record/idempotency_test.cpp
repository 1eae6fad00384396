// Idempotency-Key: the same request twice is done once, whatever happens between.
#include "tests/record/gate.hpp"
#include "tests/record/world.hpp"
#include "ticketing/record/verify.hpp"

#include <thread>

using namespace hotline;
using namespace hotline::test;

namespace {

// Empty when accepted, else the code of the refusal.
std::string code(const Outcome& outcome) {
    return outcome ? "" : outcome.error().code;
}

}  // namespace

TEST_CASE("a repeated key is answered from its receipt and changes nothing") {
    World world;
    TicketWork work = world.work(world.opening("路灯不亮", "a3-light"), {}, agent());
    work.idempotency_key = "key-1";
    work.request_hash = "hash-1";
    const Outcome first = world.writer().execute(work);
    REQUIRE(first.has_value());
    world.reopen();  // receipts outlive the process
    const Outcome again = world.writer().execute(work);
    REQUIRE(again.has_value());
    CHECK(again->repeated);
    CHECK(again->number == first->number);
    CHECK(again->version == first->version);
    CHECK(again->stage == first->stage);
    CHECK(again->seq == first->seq);
    CHECK(again->new_legs == first->new_legs);
    work.request_hash = "hash-2";
    CHECK(code(world.writer().execute(work)) == "idempotency_mismatch");
    work.actor.name = "agent-2";  // another actor's key is another key
    CHECK_FALSE(world.writer().execute(work)->repeated);
    CHECK(world.read().last_seq() == 2);
    CHECK(world.writer().stats().repeated == 1);
    CHECK(verify(world.engine()).sound());
}

TEST_CASE("a receipt keeps the petition it created") {
    World world;
    const TicketNumber number = world.opened("x", "a3-light");
    TicketWork work = world.work(AskExtension{{1}, 3, "雨天"}, number, unit_actor("a3-light"));
    work.idempotency_key = "k";
    const Outcome first = world.writer().execute(work);
    REQUIRE(first.has_value());
    REQUIRE(first->petition == PetitionId{1});
    CHECK(world.writer().execute(work)->petition == PetitionId{1});
}

TEST_CASE("a refusal of a keyed command is not kept") {
    World world;
    TicketWork work = world.work(Supplement{"补充"}, TicketNumber{20260302000001});
    work.idempotency_key = "key-1";
    CHECK(code(world.writer().execute(work)) == "ticket_not_found");
    world.opened();
    CHECK(code(world.writer().execute(work)) == "");
}

TEST_CASE("the same key twice in one group is decided once") {
    World world;
    Gate gate;
    gate.close(world.writer(), world.work(Withdraw{"x"}));
    Answers answers;
    TicketWork work = world.work(world.opening(), {}, agent());
    work.idempotency_key = "key-1";
    for (int i = 0; i < 5; ++i)
        world.writer().submit(work, answers.next());
    gate.open();
    const auto outcomes = answers.wait();
    CHECK_FALSE(outcomes[0]->repeated);
    for (int i = 1; i < 5; ++i) {
        CHECK(outcomes[static_cast<std::size_t>(i)]->repeated);
        CHECK(outcomes[static_cast<std::size_t>(i)]->number == outcomes[0]->number);
    }
    CHECK(world.read().last_seq() == 1);
}

TEST_CASE("concurrent submissions of the same keys keep each once") {
    World world;
    std::atomic<int> fresh{0};
    std::vector<std::thread> clients;
    for (int c = 0; c < 4; ++c) {
        clients.emplace_back([&] {
            for (int i = 0; i < 50; ++i) {
                TicketWork work = world.work(world.opening(), {}, agent());
                work.idempotency_key = "key-" + std::to_string(i);
                const Outcome outcome = world.writer().execute(work);
                if (outcome && !outcome->repeated) ++fresh;
            }
        });
    }
    for (std::thread& client : clients)
        client.join();
    CHECK(fresh == 50);
    CHECK(world.read().last_seq() == 50);
    CHECK(verify(world.engine()).sound());
}

TEST_CASE("receipts are forgotten after seven days") {
    World world;
    TicketWork work = world.work(world.opening(), {}, agent());
    work.idempotency_key = "key-1";
    CHECK_FALSE(world.writer().execute(work)->repeated);
    world.time.set(at("2026-03-09 09:59"));
    world.opened();
    CHECK(world.writer().execute(work)->repeated);
    world.time.set(at("2026-03-09 10:02"));
    world.opened();  // any later command forgets
    CHECK_FALSE(world.writer().execute(work)->repeated);
}
