// The transport against a receiver on loopback. Time-outs are real but short.
#include "dispatch/delivery/beast_transport.hpp"

#include "tests/dispatch/io_thread.hpp"
#include "tests/dispatch/loopback_server.hpp"
#include "tests/support/catch.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

using namespace hotline;
using namespace hotline::dispatch;
using namespace hotline::dispatch::test;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

namespace {

std::string ok(const std::string& body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// A transport on its own strand, and what a test does with it.
class Client {
  public:
    explicit Client(Millis budget = 10s, const std::string& ca_file = "") : strand_(io_.strand()) {
        BeastTransportSetup setup;
        setup.strand = strand_;
        setup.budget = budget;
        setup.ca_file = ca_file;
        transport_ = make_beast_transport(std::move(setup));
    }
    ~Client() {
        transport_->stop();
        io_.join();
    }

    std::future<WebhookAnswer> start(const std::string& url, const std::string& body = "{}") {
        WebhookRequest request;
        request.url = url;
        request.headers = headers;
        request.body = body;
        return boost::asio::co_spawn(strand_, transport_->post(std::move(request)),
                                     boost::asio::use_future);
    }
    WebhookAnswer post(const std::string& url, const std::string& body = "{}") {
        auto future = start(url, body);
        if (future.wait_for(patience) != std::future_status::ready) {
            throw std::runtime_error("the transport did not answer in time");
        }
        return future.get();
    }
    WebhookTransport& transport() { return *transport_; }

    std::vector<std::pair<std::string, std::string>> headers = {
        {"content-type", "application/json"}, {"webhook-id", "msg_7"}};

  private:
    IoThreads io_;
    boost::asio::any_io_executor strand_;
    std::unique_ptr<WebhookTransport> transport_;
};

// A file that lives as long as the object.
class TemporaryFile {
  public:
    explicit TemporaryFile(const std::string& content) {
        std::string name = "/tmp/hotline-test-XXXXXX";
        const int descriptor = mkstemp(name.data());
        if (descriptor < 0) throw std::runtime_error("mkstemp");
        close(descriptor);
        path = name;
        std::ofstream(path) << content;
    }
    ~TemporaryFile() { std::remove(path.c_str()); }
    std::string path;
};

}  // namespace

TEST_CASE("a webhook is posted as it is and its answer is read") {
    ReceivedRequest seen;
    LoopbackServer server([&](const ReceivedRequest& request) {
        seen = request;
        return RawReply{ok("收到")};
    });
    Client client;
    const auto answer = client.post(server.url("/hook?x=1"), R"({"number":"工单"})");
    CHECK(answer.error == TransportError::none);
    CHECK(answer.status == 200);
    CHECK(answer.body == "收到");
    CHECK(seen.target == "/hook?x=1");
    CHECK(seen.body == R"({"number":"工单"})");
    INFO(seen.head);
    const auto holds = [&](const std::string& part) {
        return seen.head.find(part) != std::string::npos;
    };
    CHECK(holds("POST /hook?x=1 HTTP/1.1"));
    CHECK(holds("webhook-id: msg_7"));
    CHECK(holds("content-type: application/json"));
    CHECK(holds("Host: 127.0.0.1:" + std::to_string(server.port())));
}

TEST_CASE("what a receiver may answer") {
    struct Row {
        std::string name;
        std::string bytes;
        bool close;
        int status;
        TransportError error;
        std::string body;
        std::string retry_after;
    };
    const std::vector<Row> rows = {
        {"500", "HTTP/1.1 500 No\r\nContent-Length: 4\r\n\r\nfire", false, 500,
         TransportError::none, "fire", ""},
        {"503 with a wish", "HTTP/1.1 503 No\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n",
         false, 503, TransportError::none, "", "120"},
        {"204", "HTTP/1.1 204 None\r\n\r\n", false, 204, TransportError::none, "", ""},
        {"chunked",
         "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
         false, 200, TransportError::none, "abcde", ""},
        {"until closed", "HTTP/1.0 200 OK\r\n\r\nall of it", true, 200, TransportError::none,
         "all of it", ""},
        {"body cut off", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\npart", true, 200,
         TransportError::none, "part", ""},
        {"interim answers",
         "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: x\r\n\r\n" + ok("late"), false,
         200, TransportError::none, "late", ""},
        {"interim answers without end",
         "HTTP/1.1 100 C\r\n\r\nHTTP/1.1 100 C\r\n\r\nHTTP/1.1 100 C\r\n\r\nHTTP/1.1 100 C\r\n\r\n"
         "HTTP/1.1 100 C\r\n\r\nHTTP/1.1 100 C\r\n\r\nHTTP/1.1 100 C\r\n\r\n",
         true, 0, TransportError::broken, "", ""},
        {"nothing", "", true, 0, TransportError::broken, "", ""},
        {"no HTTP", "220 mail.example ESMTP\r\n", true, 0, TransportError::broken, "", ""},
        {"half a header", "HTTP/1.1 200 OK\r\nConten", true, 0, TransportError::broken, "", ""},
        {"huge header", "HTTP/1.1 200 OK\r\nX: " + std::string(100'000, 'x') + "\r\n\r\n", true, 0,
         TransportError::broken, "", ""},
    };
    for (const auto& row : rows) {
        INFO(row.name);
        LoopbackServer server(
            [&](const ReceivedRequest&) { return RawReply{row.bytes, row.close}; });
        Client client;
        const auto answer = client.post(server.url("/"));
        INFO(answer.detail);
        CHECK(answer.status == row.status);
        CHECK(answer.error == row.error);
        CHECK(answer.body == row.body);
        CHECK(answer.retry_after == row.retry_after);
    }
}

TEST_CASE("a redirect is an answer and is not followed") {
    LoopbackServer elsewhere([](const ReceivedRequest&) { return RawReply{ok("")}; });
    LoopbackServer server([&](const ReceivedRequest&) {
        return RawReply{"HTTP/1.1 307 Moved\r\nLocation: " + elsewhere.url("/") +
                        "\r\nContent-Length: 0\r\n\r\n"};
    });
    Client client;
    CHECK(client.post(server.url("/")).status == 307);
    CHECK(elsewhere.connections() == 0);
}

TEST_CASE("a receiver that hangs is left at the end of the budget") {
    LoopbackServer server([](const ReceivedRequest& request) {
        RawReply reply;
        reply.hang = true;
        if (request.target == "/after-header") {
            reply.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab";
        }
        return reply;
    });
    Client client(200ms);
    const auto start = std::chrono::steady_clock::now();
    const auto answer = client.post(server.url("/"));
    const auto took = std::chrono::steady_clock::now() - start;
    CHECK(answer.status == 0);
    CHECK(answer.error == TransportError::timed_out);
    CHECK(took >= 200ms);
    CHECK(took < patience / 2);
    const auto late = client.post(server.url("/after-header"));
    CHECK(late.status == 200);
    CHECK(late.body == "ab");
}

TEST_CASE("a huge answer is cut at 64 KiB and its connection is not used again") {
    const std::string much(1'000'000, 'x');
    LoopbackServer server([&](const ReceivedRequest& request) {
        if (request.target == "/small") return RawReply{ok("s")};
        return RawReply{"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n" + much, false,
                        true};
    });
    Client client;
    const auto answer = client.post(server.url("/"));
    CHECK(answer.status == 200);
    CHECK(answer.body.size() == 64u << 10);
    CHECK(client.post(server.url("/small")).body == "s");
    CHECK(server.connections() == 2);
}

TEST_CASE("a connection is kept and used again") {
    std::vector<int> used;
    LoopbackServer server([&](const ReceivedRequest& request) {
        used.push_back(request.connection);
        if (request.target == "/close") {
            return RawReply{"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
                            true};
        }
        if (request.target == "/surplus") return RawReply{ok("") + "HTTP/1.1 200 OK\r\n"};
        return RawReply{ok("fine")};
    });
    Client client;
    for (const char* path : {"/", "/", "/close", "/", "/surplus", "/"}) {
        INFO(path);
        CHECK(client.post(server.url(path)).status == 200);
    }
    CHECK(used == std::vector<int>{1, 1, 1, 2, 2, 3});
}

TEST_CASE("a kept connection that the receiver closed is replaced") {
    LoopbackServer server([](const ReceivedRequest& request) {
        return RawReply{ok(std::to_string(request.connection)), true};  // says keep and closes
    });
    Client client;
    for (const char* connection : {"1", "2", "3"}) {
        // Much, so that the closed connection breaks while it is written to.
        const auto answer = client.post(server.url("/"), std::string(20'000'000, 'x'));
        CHECK(answer.status == 200);
        CHECK(answer.body == connection);
    }
    CHECK(client.post(server.url("/")).body == "4");  // breaks while it is read from
}

TEST_CASE("a name is resolved and a closed port is unreachable") {
    std::string gone;
    {
        LoopbackServer server([](const ReceivedRequest&) { return RawReply{ok("")}; });
        Client client;
        CHECK(client.post(server.url("/", "localhost")).status == 200);
        gone = server.url("/");
    }
    Client client;
    const auto answer = client.post(gone);
    CHECK(answer.status == 0);
    CHECK(answer.error == TransportError::unreachable);
}

TEST_CASE("what cannot be sent safely is not sent") {
    LoopbackServer server([](const ReceivedRequest&) { return RawReply{ok("")}; });
    Client client;
    for (const std::string& url :
         {server.url("/\r\nX-Evil: 1"), std::string("gopher://x/"), std::string()}) {
        CHECK(client.post(url).error == TransportError::bad_request);
    }
    client.headers = {{"webhook-id", "a\r\nX-Evil: 1"}};
    CHECK(client.post(server.url("/")).error == TransportError::bad_request);
    client.headers = {{"webhook id", "a"}};
    CHECK(client.post(server.url("/")).error == TransportError::bad_request);
    CHECK(server.connections() == 0);
}

TEST_CASE("https verifies the certificate and the host name") {
    const auto certificate = make_certificate("DNS:localhost,IP:127.0.0.1");
    const TemporaryFile authority(certificate.certificate_pem);
    LoopbackServer server([](const ReceivedRequest&) { return RawReply{ok("sealed")}; },
                          certificate);
    {
        Client client(10s, authority.path);
        CHECK(client.post(server.url("/", "localhost")).body == "sealed");
        CHECK(client.post(server.url("/")).body == "sealed");
        CHECK(client.post(server.url("/")).body == "sealed");
        CHECK(server.connections() == 2);
        CHECK(server.requests() == 3);
    }
    SECTION("an unknown authority") {
        Client client;
        const auto answer = client.post(server.url("/", "localhost"));
        CHECK(answer.error == TransportError::unreachable);
        CHECK(answer.status == 0);
    }
    SECTION("a certificate of another host") {
        const auto other = make_certificate("DNS:other.example,IP:127.0.0.2");
        const TemporaryFile other_authority(other.certificate_pem);
        LoopbackServer imposter([](const ReceivedRequest&) { return RawReply{ok("")}; }, other);
        Client client(10s, other_authority.path);
        CHECK(client.post(imposter.url("/", "localhost")).error == TransportError::unreachable);
        CHECK(client.post(imposter.url("/")).error == TransportError::unreachable);
        CHECK(imposter.requests() == 0);
    }
    SECTION("a file of authorities that is not there") {
        CHECK_THROWS_AS(Client(10s, "/no/such/file"), std::runtime_error);
    }
}

TEST_CASE("stop ends what is in flight and refuses what comes after") {
    Watched<int> arrived{0};
    LoopbackServer server([&](const ReceivedRequest&) {
        arrived.with([](int& count) { return ++count; });
        return RawReply{"", false, true};
    });
    Client client(60s);
    auto hanging = client.start(server.url("/"));
    REQUIRE(arrived.wait([](int count) { return count == 1; }));
    client.transport().stop();
    REQUIRE(hanging.wait_for(patience) == std::future_status::ready);
    CHECK(hanging.get().error == TransportError::stopped);
    CHECK(client.post(server.url("/")).error == TransportError::stopped);
}

TEST_CASE("many posts at once share the strand") {
    LoopbackServer server(
        [](const ReceivedRequest& request) { return RawReply{ok(request.body)}; });
    Client client;
    std::vector<std::future<WebhookAnswer>> answers;
    for (int i = 0; i < 100; ++i)
        answers.push_back(client.start(server.url("/"), std::to_string(i)));
    for (std::size_t i = 0; i < answers.size(); ++i) {
        REQUIRE(answers[i].wait_for(patience) == std::future_status::ready);
        CHECK(answers[i].get().body == std::to_string(i));
    }
}
