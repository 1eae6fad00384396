#include "tests/server/http_harness.hpp"
#include "tests/support/catch.hpp"

#include <boost/system/error_code.hpp>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <future>
#include <string>
#include <thread>
#include <vector>

using namespace hotline::server;
using namespace hotline::server::test;
using std::literals::chrono_literals::operator""ms;
using std::literals::chrono_literals::operator""s;

namespace {

const std::string get_free = "GET /free HTTP/1.1\r\nHost: localhost\r\n\r\n";

// Deadlines so short that a test waits no longer than it must.
TestServer::Change with_limits(std::function<void(HttpLimits&)> change) {
    return [change = std::move(change)](ListenerSetup& setup) {
        setup.limits.tick = 5ms;
        change(setup.limits);
    };
}

}  // namespace

TEST_CASE("a header that comes too slowly is refused although bytes keep coming") {
    const TestServer server{with_limits([](HttpLimits& limits) { limits.header = 60ms; })};
    RawClient client = server.client();
    client.send("GET /free HTTP/1.1\r\n");
    // A byte whenever the server has done something else: dripping does not move the deadline.
    std::atomic<bool> done{false};
    std::thread dripping([&] {
        while (!done && client.try_send("X"))
            RawClient{server.port}.try_send(get_free);
    });
    const Reply reply = client.reply();
    done = true;
    dripping.join();
    CHECK(reply.status == 408);
    CHECK(reply.problem("code") == "request_timeout");
}

TEST_CASE("a body that comes too slowly is refused") {
    const TestServer server{with_limits([](HttpLimits& limits) {
        limits.body_base = 40ms;
        limits.bytes_per_s = 1 << 20;
    })};
    RawClient client = server.client();
    const std::string request = post_ticket(R"({"kind":"help","title":"a"})");
    client.send(request.substr(0, request.size() - 1));
    const Reply reply = client.reply();
    CHECK(reply.status == 408);
    CHECK(reply.header("connection") == "close");
    CHECK(server.seen->calls() == 0);
}

TEST_CASE("a silent connection is closed without a word") {
    const TestServer server{with_limits([](HttpLimits& limits) { limits.idle = 40ms; })};
    RawClient client = server.client();
    CHECK(client.is_closed());
    RawClient second = server.client();
    second.send(get_free);
    CHECK(second.reply().status == 200);
    CHECK(second.is_closed());
}

TEST_CASE("a client that does not read its answer is cut") {
    const TestServer server{with_limits([](HttpLimits& limits) {
        limits.write_base = 40ms;
        limits.bytes_per_s = 1u << 30;
    })};
    RawClient client{server.port, 4096};
    client.send("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
    CHECK(wait_for([&] { return server.listener->stats().connections == 0; }));
    CHECK(client.exactly(32u << 20).size() < (32u << 20));
}

TEST_CASE("connections over the total are refused with 503 and the others live") {
    const TestServer server{with_limits([](HttpLimits& limits) { limits.connections_max = 3; })};
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 3; ++i) {
        clients.push_back(std::make_unique<RawClient>(server.port));
        clients.back()->send(get_free);
        CHECK(clients.back()->reply().status == 200);
    }
    RawClient refused = server.client();
    const Reply reply = refused.reply();
    CHECK(reply.status == 503);
    CHECK(reply.problem("code") == "too_many_connections");
    CHECK(reply.header("retry-after") == "1");
    CHECK(refused.is_closed());
    clients[0]->send(get_free);
    CHECK(clients[0]->reply().status == 200);
    clients.pop_back();
    CHECK(wait_for([&] { return server.listener->stats().connections < 3; }));
    CHECK(server.ask(get_free).status == 200);
    CHECK(server.listener->stats().refused == 1);
}

TEST_CASE("connections over the share of one address are refused with 503") {
    const TestServer server{
        with_limits([](HttpLimits& limits) { limits.connections_per_address_max = 1; })};
    RawClient first = server.client();
    first.send(get_free);
    CHECK(first.reply().status == 200);
    RawClient second = server.client();
    CHECK(second.reply().status == 503);
}

TEST_CASE("a connection ends after its share of requests or its life") {
    const TestServer few{
        with_limits([](HttpLimits& limits) { limits.requests_per_connection_max = 2; })};
    RawClient client = few.client();
    client.send(get_free + get_free + get_free);
    CHECK(client.reply().header("connection").empty());
    CHECK(client.reply().header("connection") == "close");
    CHECK(client.is_closed());

    const TestServer young{
        with_limits([](HttpLimits& limits) { limits.connection_life_max = 0ms; })};
    CHECK(young.ask(get_free).header("connection") == "close");
}

TEST_CASE("accepting goes on after the process ran out of descriptors") {
    const TestServer server{with_limits([](HttpLimits& limits) { limits.accept_pause = 5ms; })};
    RawClient before = server.client();
    before.send(get_free);
    CHECK(before.reply().status == 200);

    // UBSan looks at a type through a pipe, which needs descriptors: it has seen this one
    // beforehand.
    const boost::system::error_code expected{EMFILE, boost::system::system_category()};
    CHECK_FALSE(expected.message().empty());

    rlimit old{};
    ::getrlimit(RLIMIT_NOFILE, &old);
    const int next = ::open("/dev/null", O_RDONLY);
    rlimit tight = old;
    tight.rlim_cur = static_cast<rlim_t>(next) + 1;  // one descriptor is left: the client's own
    ::close(next);
    ::setrlimit(RLIMIT_NOFILE, &tight);
    auto waiting = std::make_unique<RawClient>(server.port);
    waiting->send(get_free);
    const bool ran_out = wait_for([&] { return !server.seen->reports().empty(); });
    ::setrlimit(RLIMIT_NOFILE, &old);
    CHECK(ran_out);
    CHECK(server.seen->reports().at(0) == "accept: " + expected.message());
    CHECK(waiting->reply().status == 200);
}

TEST_CASE("stopping lets the running request finish and closes idle connections") {
    // One thread: when the idle connection is seen closed, the busy one has been told as well.
    TestServer server{with_limits([](HttpLimits& limits) { limits.linger = 5ms; }), 1};
    RawClient idle = server.client();
    idle.send(get_free);
    CHECK(idle.reply().status == 200);
    RawClient busy = server.client();
    busy.send("GET /gate HTTP/1.1\r\nHost: localhost\r\n\r\n");
    REQUIRE(wait_for([&] { return server.gate->waiting() == 1; }));

    auto stopped = std::async(std::launch::async, [&] { return server.listener->stop(10s); });
    CHECK(idle.is_closed());
    server.gate->open();
    const Reply reply = busy.reply();
    CHECK(reply.body == "through 1");
    CHECK(reply.header("connection") == "close");
    CHECK(stopped.get());
    CHECK(server.listener->stats().connections == 0);
    CHECK_THROWS(RawClient{server.port});
}

TEST_CASE("stopping cuts what does not end in time") {
    TestServer server{with_limits([](HttpLimits&) {})};
    RawClient slow{server.port, 4096};
    slow.send("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
    CHECK(slow.exactly(8) == "HTTP/1.1");
    CHECK_FALSE(server.listener->stop(20ms));
    CHECK(server.listener->stats().connections == 0);
}

TEST_CASE("a handler that is answered after the stop ends its session without harm") {
    const TestServer server{with_limits([](HttpLimits&) {})};
    RawClient client = server.client();
    client.send("GET /gate HTTP/1.1\r\nHost: localhost\r\n\r\n");
    REQUIRE(wait_for([&] { return server.gate->waiting() == 1; }));
    CHECK_FALSE(server.listener->stop(10ms));
    CHECK(server.listener->stats().connections == 1);
    CHECK(client.is_closed());
    server.gate->open();
    CHECK(server.pool->stop(10s));
    CHECK(server.listener->stats().connections == 0);
}
