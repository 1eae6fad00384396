// The courier over a real record, with a transport that does what the test says and a clock that
// the test moves.
#include "dispatch/delivery/courier.hpp"

#include "dispatch/delivery/standard_webhooks.hpp"
#include "tests/dispatch/fake_transport.hpp"
#include "tests/dispatch/record_world.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <set>

using namespace hotline;
using namespace hotline::dispatch;
using namespace hotline::dispatch::test;
using std::chrono_literals::operator""h;
using std::chrono_literals::operator""min;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

namespace {

WebhookAnswer status(int code, std::string body = "", std::string retry_after = "") {
    WebhookAnswer answer;
    answer.status = code;
    answer.body = std::move(body);
    answer.retry_after = std::move(retry_after);
    return answer;
}
WebhookAnswer hang() {
    return status(-1);
}
WebhookAnswer failure(TransportError error, std::string detail) {
    WebhookAnswer answer;
    answer.error = error;
    answer.detail = std::move(detail);
    return answer;
}

// A courier over a world, stopped before it goes away.
class Service {
  public:
    explicit Service(RecordWorld& world,
                     std::shared_ptr<const record::EndpointBook> endpoints = two_endpoints())
        : world_(world), strand_(io_.strand()), transport(strand_) {
        CourierSetup setup;
        setup.strand = strand_;
        setup.reads = &world.reads();
        setup.writer = &world.writer();
        setup.time = &world.time;
        setup.transport = &transport;
        setup.endpoints = std::move(endpoints);
        setup.random = [] { return 0.5; };
        setup.stop_grace = 50ms;
        courier = std::make_unique<Courier>(std::move(setup));
        poke_ = world.feed.subscribe([this] { courier->poke(); });
    }
    ~Service() {
        stop();
        poke_ = Feed::Subscription{};
        io_.join();
    }
    void start() { courier->start(); }
    bool stop() { return stop_and_wait(*courier); }
    bool settled(std::int64_t pending = 0) {
        return eventually([&] { return world_.read().outbox_pending() == pending; });
    }

  private:
    RecordWorld& world_;
    IoThreads io_;
    boost::asio::any_io_executor strand_;

  public:
    FakeTransport transport;
    std::unique_ptr<Courier> courier;

  private:
    Feed::Subscription poke_;
};

std::string id_of(const Posted& posted) {
    return posted.headers.at("webhook-id");
}
bool mentions(const Posted& posted, TicketNumber number) {
    return posted.body.find(std::to_string(number.value)) != std::string::npos;
}
std::vector<std::string> types_of(const std::vector<Posted>& posts, TicketNumber number) {
    std::vector<std::string> types;
    for (const auto& posted : posts) {
        if (!mentions(posted, number)) continue;
        types.push_back(posted.body.find("ticket.urged") == std::string::npos ? "dispatched"
                                                                              : "urged");
    }
    return types;
}

}  // namespace

TEST_CASE("a webhook is signed and delivered once and its attempt is on record") {
    RecordWorld world;
    Service service(world);
    service.transport.answer = [](const Posted&) { return status(202, "ok\r\n\x01"); };
    service.start();
    const auto number = world.dispatched("one");
    REQUIRE(service.settled());
    REQUIRE(one_more_turn(*service.courier));
    const auto posts = service.transport.all();
    REQUIRE(posts.size() == 1);
    const auto& sent = posts[0];
    CHECK(sent.url == "http://one.example/hook");
    CHECK(mentions(sent, number));
    CHECK(sent.headers.at("content-type") == "application/json; charset=utf-8");
    CHECK(verify_webhook(test_secret, id_of(sent), sent.headers.at("webhook-timestamp"),
                         sent.headers.at("webhook-signature"), sent.body,
                         world.time.now()) == WebhookVerdict::genuine);
    const auto rows = world.read().outbox_of(number);
    REQUIRE(rows.size() == 1);
    CHECK(id_of(sent) == "msg_" + std::to_string(rows[0].id));
    const auto attempts = world.read().attempts_of(number);
    REQUIRE(attempts.size() == 1);
    CHECK(attempts[0].delivered);
    CHECK(attempts[0].http_status == 202);
    CHECK(attempts[0].detail == "ok   ");
    CHECK(attempts[0].duration_ms >= 0);
    CHECK(attempts[0].started_at == world.time.now());
}

TEST_CASE("only an answer from 200 to 299 is a delivery") {
    RecordWorld world;
    Service service(world);
    std::atomic<int> code{0};
    service.transport.answer = [&](const Posted&) { return status(code); };
    service.start();
    struct Row {
        int code;
        bool is_delivered;
    };
    for (const Row row :
         {Row{200, true}, Row{204, true}, Row{299, true}, Row{300, false}, Row{307, false},
          Row{404, false}, Row{410, false}, Row{429, false}, Row{500, false}}) {
        INFO(row.code);
        code = row.code;
        const auto number = world.dispatched("one");
        REQUIRE(eventually([&] { return world.read().attempts_of(number).size() == 1; }));
        CHECK(world.read().attempts_of(number)[0].delivered == row.is_delivered);
        CHECK(world.read().attempts_of(number)[0].http_status == row.code);
    }
    CHECK(world.read().outbox_pending() == 6);
}

TEST_CASE("webhooks of a ticket keep their order while other tickets pass a stuck one") {
    RecordWorld world;
    Service service(world);
    const auto stuck = world.dispatched("one");
    const auto other = world.dispatched("one");
    world.must(Urge{"again"}, stuck);
    world.must(Urge{"again"}, other);
    std::atomic<bool> is_broken{true};
    service.transport.answer = [&](const Posted& posted) {
        return is_broken && mentions(posted, stuck) ? status(500) : status(200);
    };
    service.start();
    REQUIRE(service.settled(2));  // both of the stuck ticket
    REQUIRE(one_more_turn(*service.courier));
    CHECK(types_of(service.transport.all(), other) ==
          std::vector<std::string>{"dispatched", "urged"});
    CHECK(types_of(service.transport.all(), stuck) == std::vector<std::string>{"dispatched"});
    is_broken = false;
    world.time.set(start_of_test + 5s);
    service.courier->poke();
    REQUIRE(service.settled());
    CHECK(types_of(service.transport.all(), stuck) ==
          std::vector<std::string>{"dispatched", "dispatched", "urged"});
}

TEST_CASE("retries come at their time with the same id and a fresh timestamp") {
    RecordWorld world;
    Service service(world);
    std::atomic<int> answers{0};
    service.transport.answer = [&](const Posted&) {
        switch (++answers) {
            case 1:
                return status(500, "fire");
            case 2:
                return failure(TransportError::timed_out, "no answer: timeout");
            case 3:
                return status(503, "", "2400");  // honoured: between 30 and 60 minutes
            case 4:
                return failure(TransportError::unreachable, "no connection: refused");
            default:
                return status(200);
        }
    };
    service.start();
    const auto number = world.dispatched("one");
    const std::vector<Millis> delays = {5s, 5min, 40min, 2h};
    Instant at = world.time.now();
    for (std::size_t i = 0; i < delays.size(); ++i) {
        INFO("attempt " << i + 1);
        REQUIRE(eventually([&] { return world.read().attempts_of(number).size() == i + 1; }));
        at += delays[i];
        CHECK(world.read().next_outbox_at() == at);
        world.time.set(at - 1ms);
        REQUIRE(one_more_turn(*service.courier));
        REQUIRE(one_more_turn(*service.courier));
        CHECK(service.transport.all().size() == i + 1);
        world.time.set(at);
        service.courier->poke();
        REQUIRE(service.transport.wait_for_posts(i + 2));
    }
    REQUIRE(service.settled());
    std::set<std::string> ids;
    std::set<std::string> timestamps;
    for (const auto& posted : service.transport.all()) {
        ids.insert(id_of(posted));
        timestamps.insert(posted.headers.at("webhook-timestamp"));
    }
    CHECK(ids.size() == 1);
    CHECK(timestamps.size() == 5);
    const auto attempts = world.read().attempts_of(number);
    REQUIRE(attempts.size() == 5);
    CHECK(attempts[0].detail == "fire");
    CHECK(attempts[1].http_status == 0);
    CHECK(attempts[1].detail == "no answer: timeout");
    CHECK(attempts[4].delivered);
    CHECK(attempts[4].attempt == 5);
}

TEST_CASE("the courier wakes by itself for a retry") {
    RecordWorld world;
    Service service(world);
    std::atomic<int> answers{0};
    service.transport.answer = [&](const Posted&) { return status(++answers == 1 ? 500 : 200); };
    world.dispatched("one");
    service.start();
    REQUIRE(service.transport.wait_for_posts(1));
    REQUIRE(eventually([&] { return world.read().next_outbox_at() == start_of_test + 5s; }));
    world.time.set(start_of_test + 5s - 20ms);  // it stands still: the loop sleeps 20 ms by its own
    REQUIRE(one_more_turn(*service.courier));
    world.time.set(start_of_test + 5s);
    CHECK(service.settled());
    CHECK(service.transport.all().size() == 2);
}

TEST_CASE("a crash between sending and recording sends again with the same id") {
    RecordWorld world;
    const auto number = world.dispatched("one");
    std::string first_id;
    {
        Service service(world);
        service.transport.answer = [](const Posted&) { return hang(); };
        service.start();
        REQUIRE(service.transport.wait_for_posts(1));
        first_id = id_of(service.transport.all()[0]);
        CHECK(service.stop());  // cut off: the receiver may have it, the record does not know
    }
    CHECK(world.read().attempts_of(number).empty());
    world.close();
    world.open();
    Service service(world);
    service.start();
    REQUIRE(service.settled());
    CHECK(id_of(service.transport.all().at(0)) == first_id);
    CHECK(world.read().attempts_of(number).size() == 1);
}

TEST_CASE("stop lets attempts finish within the grace and records them") {
    RecordWorld world;
    const auto number = world.dispatched("one");
    Service service(world);
    service.transport.answer = [](const Posted&) { return hang(); };
    service.start();
    REQUIRE(service.transport.wait_for_posts(1));
    std::promise<void> stopped;
    service.courier->stop([&] { stopped.set_value(); });
    service.transport.release();
    REQUIRE(stopped.get_future().wait_for(patience) == std::future_status::ready);
    CHECK(world.read().attempts_of(number).size() == 1);
    CHECK(world.read().outbox_pending() == 0);
    world.dispatched("one");
    CHECK(service.transport.all().size() == 1);
    CHECK_FALSE(service.courier->health().running);
}

TEST_CASE("an endpoint that left the city pack keeps its rows and does not stop the others") {
    RecordWorld world;
    auto remaining = std::make_shared<const record::EndpointBook>(std::vector<record::Endpoint>{
        {"two", "two", "http://two.example/hook", test_secret, false}});
    const auto left = world.dispatched("one");
    world.dispatched("two");
    Service service(world, remaining);
    service.start();
    REQUIRE(service.settled(1));
    REQUIRE(one_more_turn(*service.courier));
    CHECK(service.transport.all().size() == 1);
    CHECK(world.read().attempts_of(left).empty());
}

TEST_CASE("a secret that is none fails the attempt and is on record") {
    RecordWorld world;
    auto broken = std::make_shared<const record::EndpointBook>(
        std::vector<record::Endpoint>{{"one", "one", "http://one.example/hook", "whsec_x", false}});
    const auto number = world.dispatched("one");
    Service service(world, broken);
    service.start();
    REQUIRE(eventually([&] { return world.read().attempts_of(number).size() == 1; }));
    CHECK(world.read().attempts_of(number)[0].detail.find("secret") != std::string::npos);
    CHECK(service.transport.all().empty());
}

TEST_CASE("a hanging endpoint holds four slots and the others are served") {
    RecordWorld world;
    constexpr std::size_t hanging = 40;
    for (std::size_t i = 0; i < hanging; ++i)
        world.dispatched("one");
    const auto late = world.dispatched("two");
    Service service(world);
    std::atomic<int> in_flight{0};
    service.transport.answer = [&](const Posted& posted) {
        if (posted.url.find("one.example") == std::string::npos) return status(200);
        ++in_flight;
        return hang();
    };
    service.start();
    REQUIRE(eventually([&] { return world.read().attempts_of(late).size() == 1; }));
    REQUIRE(one_more_turn(*service.courier));
    REQUIRE(one_more_turn(*service.courier));
    CHECK(in_flight == 4);
    service.transport.release();
    REQUIRE(service.settled());
    const auto posts = service.transport.all();
    CHECK(posts.size() == hanging + 1);
    std::set<std::string> ids;
    for (const auto& posted : posts)
        ids.insert(id_of(posted));
    CHECK(ids.size() == posts.size());  // none twice
}

TEST_CASE("a full queue of the writer does not lose a result") {
    record::WriterLimits limits;
    limits.queue_max = 1;
    RecordWorld world(limits);
    constexpr std::size_t tickets = 30;
    for (std::size_t i = 0; i < tickets; ++i)
        world.dispatched(i % 2 == 0 ? "one" : "two");
    Service service(world);
    service.start();
    CHECK(service.settled());
    std::set<std::string> ids;
    for (const auto& posted : service.transport.all())
        ids.insert(id_of(posted));
    CHECK(ids.size() == tickets);
    CHECK(service.transport.all().size() == tickets);
}
