#include "dispatch/delivery/delivery_plan.hpp"

#include "tests/support/catch.hpp"

using namespace hotline;
using namespace hotline::dispatch;
using std::chrono_literals::operator""s;
using Sent = DeliveryPlan::Result;

namespace {

const Instant noon{1'770'000'000s};

record::OutboxItem row(std::int64_t id, std::string endpoint, std::int64_t ticket) {
    record::OutboxItem item;
    item.id = id;
    item.endpoint = std::move(endpoint);
    item.ticket = {ticket};
    return item;
}

const record::EndpointBook book({{"a", "", "", "", false}, {"b", "", "", "", false}});

std::vector<std::int64_t> ids(const std::vector<Delivery>& deliveries) {
    std::vector<std::int64_t> found;
    for (const auto& each : deliveries)
        found.push_back(each.item.id);
    return found;
}

using Ids = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("slots are bounded for each endpoint and in all") {
    DeliveryPlan plan({.in_flight_max = 3, .per_endpoint_max = 2});
    plan.begin_turn(noon);
    CHECK(ids(plan.choose(
              {row(1, "a", 1), row(2, "a", 2), row(3, "a", 3), row(4, "b", 1), row(5, "b", 2)},
              book)) == Ids{1, 2, 4});
    CHECK_FALSE(plan.has_room());
    plan.finished(row(1, "a", 1), Sent::delivered, {});
    plan.begin_turn(noon);
    CHECK(ids(plan.choose({row(2, "a", 2), row(3, "a", 3)}, book)) == Ids{3});
}

TEST_CASE("one ticket has one delivery in flight to one endpoint") {
    DeliveryPlan plan({});
    plan.begin_turn(noon);
    CHECK(ids(plan.choose({row(1, "a", 7), row(2, "b", 7)}, book)) == Ids{1, 2});
    CHECK(plan.choose({row(1, "a", 7), row(3, "a", 7)}, book).empty());
}

TEST_CASE("a row that a read before its commit still shows is not sent again") {
    DeliveryPlan plan({});
    plan.begin_turn(noon);
    CHECK(ids(plan.choose({row(1, "a", 7)}, book)) == Ids{1});
    plan.begin_turn(noon);                               // the next turn reads,
    plan.finished(row(1, "a", 7), Sent::delivered, {});  // then the result is committed,
    CHECK(plan.choose({row(1, "a", 7)}, book).empty());  // and the old page arrives
    plan.begin_turn(noon);
    CHECK(ids(plan.choose({row(2, "a", 7)}, book)) == Ids{2});
}

TEST_CASE("an endpoint that left the city pack is named once and its rows wait") {
    DeliveryPlan plan({});
    plan.begin_turn(noon);
    CHECK(ids(plan.choose({row(1, "gone", 1), row(2, "a", 1)}, book)) == Ids{2});
    CHECK(plan.take_lost_endpoints() == std::vector<std::string>{"gone"});
    CHECK(plan.choose({row(1, "gone", 1)}, book).empty());
    CHECK(plan.take_lost_endpoints().empty());
}

TEST_CASE("an endpoint that fails has one slot until it answers again") {
    DeliveryPlan plan({.in_flight_max = 64, .per_endpoint_max = 4, .failures_until_slow = 3});
    const std::vector<record::OutboxItem> rows = {row(1, "a", 1), row(2, "a", 2), row(3, "a", 3),
                                                  row(4, "a", 4), row(5, "a", 5)};
    plan.begin_turn(noon);
    CHECK(plan.choose(rows, book).size() == 4);
    for (int i = 0; i < 3; ++i) {
        plan.finished(rows[static_cast<std::size_t>(i)], Sent::failed, noon + 5s);
    }
    plan.begin_turn(noon);
    CHECK(plan.choose(rows, book).empty());  // row 4 holds the one slot
    plan.finished(rows[3], Sent::given_up, {});
    plan.begin_turn(noon);
    CHECK(plan.choose(rows, book).size() == 1);
    plan.finished(rows[0], Sent::delivered, {});
    plan.begin_turn(noon);
    CHECK(plan.choose(rows, book).size() == 4);
}

TEST_CASE("a row whose result was refused is held back for a while") {
    DeliveryPlan plan({});
    plan.begin_turn(noon);
    REQUIRE(plan.choose({row(1, "a", 1)}, book).size() == 1);
    plan.hold(row(1, "a", 1), noon + 60s);
    CHECK(plan.in_flight() == 0);
    plan.begin_turn(noon + 59s);
    CHECK(plan.choose({row(1, "a", 1)}, book).empty());
    plan.begin_turn(noon + 60s);
    CHECK(plan.choose({row(1, "a", 1)}, book).size() == 1);
}

TEST_CASE("the next turn comes at the earliest retry") {
    DeliveryPlan plan({});
    CHECK(plan.wake_at(noon, {}) == std::nullopt);
    CHECK(plan.wake_at(noon, noon + 9s) == noon + 9s);
    CHECK(plan.wake_at(noon, noon) == std::nullopt);  // due but waiting for a slot: a poke comes
    plan.begin_turn(noon);
    REQUIRE(plan.choose({row(1, "a", 1)}, book).size() == 1);
    plan.finished(row(1, "a", 1), Sent::failed, noon + 5s);
    CHECK(plan.wake_at(noon, noon - 1s) == noon + 5s);  // not hidden by a row that is due
    CHECK(plan.wake_at(noon, noon + 2s) == noon + 2s);
    CHECK(plan.wake_at(noon + 5s, noon) == std::nullopt);
}
