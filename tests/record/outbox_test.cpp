// The outbox: order per ticket, heads, retries, fairness between endpoints.
#include "tests/record/world.hpp"
#include "ticketing/record/verify.hpp"

#include <set>

using namespace hotline;
using namespace hotline::test;

namespace {

DeliveryWork attempt_of(const OutboxItem& item, AttemptResult result, Instant now,
                        Instant next = {}) {
    DeliveryWork work;
    work.outbox_id = item.id;
    work.attempt = item.attempts + 1;
    work.started_at = now;
    work.duration_ms = 12;
    work.result = result;
    work.http_status = result == AttemptResult::delivered ? 200 : 503;
    work.detail = std::string(300, 'd');
    work.next_attempt_at = next;
    return work;
}

std::vector<OutboxItem> due(World& world, std::int32_t limit = 100,
                            std::int32_t per_endpoint = 100) {
    return world.read().due_outbox(world.time.now(), limit, per_endpoint);
}

}  // namespace

TEST_CASE("only the head of a queue is due and its delivery lets the next one out") {
    World world;
    const TicketNumber number = world.opened("x", "a3-light");
    world.must(Urge{"快"}, number);
    world.must(Supplement{"补充"}, number);
    CHECK(world.read().outbox_pending() == 3);
    std::vector<std::string> delivered;
    for (std::int64_t sequence = 1; sequence <= 3; ++sequence) {
        const auto heads = due(world);
        REQUIRE(heads.size() == 1);
        CHECK(heads[0].sequence == sequence);
        CHECK(heads[0].ticket == number);
        CHECK(heads[0].endpoint == "light");
        delivered.push_back(heads[0].type);
        const auto done = attempt_of(heads[0], AttemptResult::delivered, world.time.now());
        CHECK(world.writer().execute(done)->number == number);
    }
    CHECK(delivered ==
          std::vector<std::string>{"ticket.dispatched", "ticket.urged", "ticket.supplemented"});
    CHECK(due(world).empty());
    CHECK_FALSE(world.read().next_outbox_at());
    CHECK(world.read().outbox_pending() == 0);
    // A queue that had run dry goes on counting.
    world.must(Urge{"快快"}, number);
    REQUIRE(due(world).size() == 1);
    CHECK(due(world)[0].sequence == 4);
    CHECK(verify(world.engine()).sound());
}

TEST_CASE("a failed attempt waits for its time and holds back its own queue only") {
    World world;
    const TicketNumber first = world.opened("x", "a3-light");
    const TicketNumber second = world.opened("y", "a3-light");
    world.must(Urge{"快"}, first);
    const auto heads = due(world);
    REQUIRE(heads.size() == 2);
    const Instant retry = world.time.now() + Minutes{5};
    REQUIRE(world.writer()
                .execute(attempt_of(heads[0], AttemptResult::failed, world.time.now(), retry))
                .has_value());
    const auto now_due = due(world);
    REQUIRE(now_due.size() == 1);
    CHECK(now_due[0].ticket == second);
    REQUIRE(world.writer()
                .execute(attempt_of(now_due[0], AttemptResult::delivered, world.time.now()))
                .has_value());
    CHECK(world.read().next_outbox_at() == retry);
    world.time.set(retry - Millis{1});
    CHECK(due(world).empty());
    world.time.set(retry);
    REQUIRE(due(world).size() == 1);
    CHECK(due(world)[0].attempts == 1);
    CHECK(due(world)[0].id == heads[0].id);  // the same webhook-id over retries
    CHECK(due(world)[0].payload == heads[0].payload);
    const auto attempts = world.read().attempts_of(first);
    REQUIRE(attempts.size() == 1);
    CHECK(attempts[0].http_status == 503);
    CHECK(attempts[0].duration_ms == 12);
    CHECK_FALSE(attempts[0].delivered);
    CHECK(attempts[0].detail.size() == 256);
    CHECK(verify(world.engine()).sound());
}

TEST_CASE("a result that is reported twice is kept once and one out of turn is refused") {
    World world;
    const TicketNumber number = world.opened("x", "a3-light");
    world.must(Urge{"快"}, number);
    const auto all = world.read().outbox_of(number);
    REQUIRE(all.size() == 2);
    const auto late = attempt_of(all[1], AttemptResult::delivered, world.time.now());
    CHECK(world.writer().execute(late).error().code == "delivery_out_of_order");
    const auto done = attempt_of(all[0], AttemptResult::delivered, world.time.now());
    CHECK_FALSE(world.writer().execute(done)->repeated);
    CHECK(world.writer().execute(done)->repeated);
    DeliveryWork unknown = done;
    unknown.outbox_id = 999;
    CHECK(world.writer().execute(unknown).error().code == "delivery_not_found");
    CHECK(world.read().attempts_of(number).size() == 1);
    CHECK(world.read().outbox_pending() == 1);
    CHECK(verify(world.engine()).sound());
}

TEST_CASE("a unit with two endpoints has a queue for each and they do not wait for another") {
    World world;
    const TicketNumber number = world.opened("x", "a3-housing");
    world.must(Urge{"快"}, number);
    const auto heads = due(world);
    REQUIRE(heads.size() == 2);
    REQUIRE(world.writer()
                .execute(attempt_of(heads[1], AttemptResult::delivered, world.time.now()))
                .has_value());
    std::set<std::string> seen;
    for (const OutboxItem& item : due(world))
        seen.insert(item.endpoint + " " + std::to_string(item.sequence));
    CHECK(seen == std::set<std::string>{heads[0].endpoint + " 1", heads[1].endpoint + " 2"});
}

TEST_CASE("a dead endpoint cannot fill the page of what is due") {
    World world;
    for (int i = 0; i < 30; ++i)
        world.opened("light " + std::to_string(i), "a3-light");
    world.time.set(world.time.now() + Minutes{1});
    world.opened("housing", "a3-housing");
    const auto page = due(world, 10, 8);
    std::map<std::string, int> counts;
    for (const OutboxItem& item : page)
        ++counts[item.endpoint];
    CHECK(counts == std::map<std::string, int>{{"light", 8}, {"housing-1", 1}, {"housing-2", 1}});
    CHECK(std::is_sorted(page.begin(), page.end(), [](const auto& a, const auto& b) {
        return std::tie(a.next_attempt_at, a.id) < std::tie(b.next_attempt_at, b.id);
    }));
    CHECK(due(world, 4, 8).size() == 4);
    CHECK(world.read().next_outbox_at() == at("2026-03-02 10:00"));
}

TEST_CASE("outbox ids are not given twice after a restart") {
    World world;
    world.opened("x", "a3-light");
    world.reopen();
    const TicketNumber second = world.opened("y", "a3-light");
    CHECK(world.read().outbox_of(second).at(0).id == 2);
}
