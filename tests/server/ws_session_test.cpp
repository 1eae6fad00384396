#include "tests/server/http_harness.hpp"
#include "tests/support/catch.hpp"

#include <array>
#include <string>
#include <thread>

using namespace hotline::server;
using namespace hotline::server::test;
using std::literals::chrono_literals::operator""ms;
using std::literals::chrono_literals::operator""s;

namespace {

constexpr const char* key = "dGhlIHNhbXBsZSBub25jZQ==";  // RFC 6455, 1.3

std::string upgrade(std::string_view fields, std::string_view target = "/events") {
    std::string out = "GET ";
    out.append(target).append(" HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n");
    out.append("Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ")
        .append(key);
    return out.append("\r\n").append(fields).append("\r\n");
}

const std::string with_token = "Authorization: Bearer agent\r\n";

// A client frame: final, masked with zeros.
std::string frame(unsigned opcode, std::string_view payload) {
    std::string out;
    out += static_cast<char>(0x80 | opcode);
    if (payload.size() < 126) {
        out += static_cast<char>(0x80 | payload.size());
    } else if (payload.size() < 65536) {
        out += static_cast<char>(0xFE);
        out += static_cast<char>(payload.size() >> 8);
        out += static_cast<char>(payload.size() & 255);
    } else {
        out += static_cast<char>(0xFF);
        for (int shift = 56; shift >= 0; shift -= 8) {
            out += static_cast<char>(static_cast<std::uint64_t>(payload.size()) >> shift & 255);
        }
    }
    return out + std::string(4, '\0') + std::string{payload};
}

struct Frame {
    unsigned opcode = 0;  // 0: the connection ended
    std::string payload;

    unsigned close_code() const {
        if (opcode != 8 || payload.size() < 2) return 0;
        return static_cast<unsigned char>(payload[0]) * 256u +
               static_cast<unsigned char>(payload[1]);
    }
};

Frame read_frame(RawClient& client) {
    const std::string head = client.exactly(2);
    if (head.size() < 2) return {};
    std::size_t length = static_cast<unsigned char>(head[1]) & 127;
    const std::size_t more = length == 126 ? 2 : length == 127 ? 8 : 0;
    if (more > 0) {
        length = 0;
        for (const char c : client.exactly(more))
            length = length * 256 + static_cast<unsigned char>(c);
    }
    return {static_cast<unsigned>(head[0]) & 15, client.exactly(length)};
}

// Reads on until a close frame or the end.
unsigned code_at_end(RawClient& client) {
    for (;;) {
        const Frame each = read_frame(client);
        if (each.opcode == 8) return each.close_code();
        if (each.opcode == 0 && each.payload.empty()) return 0;
    }
}

std::shared_ptr<const std::string> text(std::string content) {
    return std::make_shared<const std::string>(std::move(content));
}

// What the owner of the sockets sees.
struct Sockets {
    std::mutex mutex;
    std::vector<std::shared_ptr<WsConnection>> open;
    std::vector<std::string> messages;
    int closed = 0;

    std::shared_ptr<WsConnection> first() {
        wait_for([&] { return count() > 0; });
        const std::lock_guard lock{mutex};
        return open.at(0);
    }
    std::size_t count() {
        const std::lock_guard lock{mutex};
        return open.size();
    }
    int closed_count() {
        const std::lock_guard lock{mutex};
        return closed;
    }
};

struct SocketServer {
    std::shared_ptr<Sockets> sockets = std::make_shared<Sockets>();
    std::unique_ptr<TestServer> server;

    explicit SocketServer(std::function<void(ListenerSetup&)> change = {}) {
        server = std::make_unique<TestServer>([&](ListenerSetup& setup) {
            setup.limits.tick = 5ms;
            WebSocketRoute route;
            route.path = "/events";
            route.roles = {hotline::Role::agent};
            route.query = {"after"};
            route.on_open = [all = sockets](std::shared_ptr<WsConnection> connection) {
                open(all, connection);
            };
            setup.sockets.push_back(std::move(route));
            if (change) change(setup);
        });
    }

    static void open(const std::shared_ptr<Sockets>& all,
                     const std::shared_ptr<WsConnection>& connection) {
        connection->send(text("hello " + connection->request().actor.name));
        // The connection owns the callbacks, so they hold it weakly.
        std::weak_ptr<WsConnection> weak = connection;
        connection->on_message = [all, weak](std::string_view message) {
            const std::lock_guard lock{all->mutex};
            all->messages.emplace_back(message);
            if (auto to = weak.lock()) to->send(text("got " + std::string{message}));
        };
        connection->on_close = [all] {
            const std::lock_guard lock{all->mutex};
            ++all->closed;
        };
        const std::lock_guard lock{all->mutex};
        all->open.push_back(connection);
    }

    std::unique_ptr<RawClient> client(std::string_view fields = with_token) const {
        auto raw = std::make_unique<RawClient>(server->port);
        raw->send(upgrade(fields));
        return raw;
    }
};

}  // namespace

TEST_CASE("a socket opens with a token and carries messages both ways") {
    SocketServer server{[](ListenerSetup& setup) { setup.ws_limits.closing = 20ms; }};
    RawClient client = server.server->client();
    client.send(upgrade(with_token, "/events?after=7"));
    const Reply reply = client.reply(true);
    CHECK(reply.status == 101);
    CHECK(reply.header("sec-websocket-accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    CHECK(reply.header("sec-websocket-extensions").empty());
    CHECK(reply.header("sec-websocket-protocol").empty());
    CHECK(read_frame(client).payload == "hello Li");
    client.send(frame(1, "one"));
    CHECK(read_frame(client).payload == "got one");
    const auto connection = server.sockets->first();
    CHECK(connection->request().query.at("after") == "7");
    connection->send(text(std::string(70'000, 'x')));
    CHECK(read_frame(client).payload.size() == 70'000);
    client.send(frame(9, "are you there"));
    const Frame pong = read_frame(client);
    CHECK(pong.opcode == 10);
    client.send(frame(8, std::string{"\x03\xE8", 2}));
    CHECK(code_at_end(client) == 1000);
    // The client never ends the connection; the server does.
    CHECK(wait_for([&] { return server.sockets->closed_count() == 1; }));
    CHECK_FALSE(connection->is_open());
    connection->send(text("into the void"));  // a husk does nothing
    connection->close(1000, "");
    CHECK(server.server->seen->exchanges(1)[0] == "GET /events 101 ");
}

TEST_CASE("a browser brings its token as a subprotocol and is answered hotline.v1 only") {
    const SocketServer server;
    const auto client = server.client("Sec-WebSocket-Protocol: hotline.v1, bearer.agent\r\n");
    const Reply reply = client->reply(true);
    CHECK(reply.status == 101);
    CHECK(reply.header("sec-websocket-protocol") == "hotline.v1");
    CHECK(read_frame(*client).payload == "hello Li");
}

TEST_CASE("a handshake that must not succeed is a problem before any upgrade") {
    struct Row {
        std::string request;
        std::string verdict;
    };
    const auto replaced = [](std::string text, std::string_view from, std::string_view to) {
        return text.replace(text.find(from), from.size(), to);
    };
    const Row rows[] = {
        {upgrade(""), "401 unauthenticated"},
        {upgrade("Authorization: Bearer wrong\r\n"), "401 unauthenticated"},
        {upgrade("Sec-WebSocket-Protocol: hotline.v1, bearer.wrong\r\n"), "401 unauthenticated"},
        {upgrade("Authorization: Bearer unit\r\n"), "403 forbidden"},
        {upgrade(with_token + "Origin: http://evil.test\r\n"), "403 foreign_origin"},
        {upgrade(with_token + "Origin: null\r\n"), "403 foreign_origin"},
        {upgrade(with_token, "/events?color=red"), "400 unknown_parameter"},
        {replaced(upgrade(with_token), "Version: 13", "Version: 8"), "426 upgrade_required"},
        {replaced(upgrade(with_token), key, "short"), "400 bad_upgrade"},
        {replaced(upgrade(with_token), "localhost", "evil.test"), "421 misdirected"},
        {upgrade(with_token) + "early bytes", "400 bad_upgrade"},
        {upgrade(with_token, "/elsewhere"), "404 not_found"},
    };
    SocketServer server;
    for (const Row& row : rows) {
        CAPTURE(row.request);
        const Reply reply = server.server->ask(row.request);
        CHECK(std::to_string(reply.status) + " " + reply.problem("code") == row.verdict);
    }
    CHECK(server.sockets->count() == 0);
    const auto own = server.client(with_token + "Origin: http://localhost\r\n");
    CHECK(own->reply(true).status == 101);
}

TEST_CASE("a user has only so many sockets") {
    SocketServer server{[](ListenerSetup& setup) { setup.ws_limits.per_user_max = 2; }};
    auto first = server.client();
    const auto second = server.client();
    CHECK(first->reply(true).status == 101);
    CHECK(second->reply(true).status == 101);
    const Reply third = server.server->ask(upgrade(with_token));
    CHECK(third.status == 429);
    CHECK(third.problem("code") == "too_many_sockets");
    first.reset();
    CHECK(wait_for([&] { return server.server->listener->stats().sockets == 1; }));
    CHECK(server.client()->reply(true).status == 101);
}

TEST_CASE("messages that are too large too many or not text end the socket") {
    struct Row {
        std::string bytes;
        unsigned code;
    };
    std::string many;
    for (int i = 0; i < 11; ++i)
        many += frame(1, "x");
    const Row rows[] = {
        {frame(1, std::string(64 * 1024 + 1, 'x')), 1009},
        {frame(2, "binary"), 1003},
        {frame(1, "\xC3\x28"), 1007},
        {many, 1008},
        {frame(1, std::string(33 * 1024, 'x')), 1008},
        {"\x81\x01x", 1002},  // not masked
        {std::string{"\x81\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\0\0\0\0", 14}, 1009},
    };
    SocketServer server;
    int closed = 0;
    for (const Row& row : rows) {
        CAPTURE(row.code);
        const auto client = server.client();
        CHECK(client->reply(true).status == 101);
        client->try_send(row.bytes);
        CHECK(code_at_end(*client) == row.code);
        client->end_sending();
        ++closed;
        CHECK(wait_for([&] { return server.sockets->closed_count() == closed; }));
    }
    CHECK(server.server->seen->reports().empty());
}

TEST_CASE("a client that does not read is closed with 1013 and costs no more than its queue") {
    SocketServer server{[](ListenerSetup& setup) { setup.ws_limits.closing = 50ms; }};
    RawClient client{server.server->port, 4096};
    client.send(upgrade(with_token));
    CHECK(client.reply(true).status == 101);
    const auto connection = server.sockets->first();
    const auto piece = text(std::string(32 * 1024, 'x'));
    std::size_t most = 0;
    for (int i = 0; i < 2000 && connection->is_open(); ++i) {
        connection->send(piece);
        most = std::max(most, connection->queued_bytes());
    }
    CHECK_FALSE(connection->is_open());
    CHECK(most <= 256 * 1024);
    // Without a reader the close frame cannot be written either: the socket is cut.
    CHECK(wait_for([&] { return server.sockets->closed_count() == 1; }));
}

TEST_CASE("a frame that cannot be written in time cuts the socket") {
    SocketServer server{[](ListenerSetup& setup) { setup.ws_limits.write = 40ms; }};
    RawClient client{server.server->port, 4096};
    client.send(upgrade(with_token));
    CHECK(client.reply(true).status == 101);
    const auto connection = server.sockets->first();
    const auto piece = text(std::string(128 * 1024, 'x'));
    while (connection->is_open() && connection->queued_bytes() < 128 * 1024)
        connection->send(piece);
    wait_for([&] {
        if (connection->is_open() && connection->queued_bytes() < 128 * 1024)
            connection->send(piece);
        return server.sockets->closed_count() == 1;
    });
    CHECK(server.sockets->closed_count() == 1);
}

TEST_CASE("the owner closes with a code and a reason") {
    SocketServer server;
    const auto client = server.client();
    CHECK(client->reply(true).status == 101);
    CHECK(read_frame(*client).payload == "hello Li");
    server.sockets->first()->close(1008, std::string(500, 'r'));
    const Frame last = read_frame(*client);
    CHECK(last.close_code() == 1008);
    CHECK(last.payload.size() == 122);
    client->send(frame(8, last.payload.substr(0, 2)));
    CHECK(client->is_closed());
}

TEST_CASE("a silent socket gets heartbeats") {
    const SocketServer server{[](ListenerSetup& setup) {
        setup.sockets[0].heartbeat = text(R"({"type":"ping"})");
        setup.sockets[0].heartbeat_every = 15ms;
    }};
    const auto client = server.client();
    CHECK(client->reply(true).status == 101);
    CHECK(read_frame(*client).payload == "hello Li");
    for (int i = 0; i < 3; ++i)
        CHECK(read_frame(*client).payload == R"({"type":"ping"})");
}

TEST_CASE("a token that ends takes its socket with it") {
    auto valid = std::make_shared<std::atomic<bool>>(true);
    const SocketServer server{[&](ListenerSetup& setup) {
        setup.ws_limits.recheck = 10ms;
        setup.authenticate = [valid](const Request& request) -> hotline::Result<hotline::Actor> {
            if (*valid) return test_authenticate(request);
            return hotline::Refusal{"unauthenticated", "", "the token has ended"};
        };
    }};
    const auto client = server.client();
    CHECK(client->reply(true).status == 101);
    CHECK(read_frame(*client).payload == "hello Li");
    *valid = false;
    CHECK(code_at_end(*client) == 1008);
}

TEST_CASE("stopping closes sockets with 1012") {
    SocketServer server;
    const auto client = server.client();
    CHECK(client->reply(true).status == 101);
    CHECK(read_frame(*client).payload == "hello Li");
    auto connection = server.sockets->first();
    std::thread answering([&] {
        const Frame last = read_frame(*client);
        CHECK(last.close_code() == 1012);
        client->try_send(frame(8, last.payload.substr(0, 2)));
        client->end_sending();
    });
    CHECK(server.server->listener->stop(10s));
    answering.join();
    CHECK(server.sockets->closed_count() == 1);
    server.server.reset();
    connection->send(text("after everything"));  // the contexts are gone
    CHECK_FALSE(connection->is_open());
}

TEST_CASE("many threads send to many sockets at once") {
    SocketServer server{[](ListenerSetup& setup) { setup.ws_limits.per_user_max = 100; }};
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 8; ++i) {
        clients.push_back(server.client());
        CHECK(clients.back()->reply(true).status == 101);
    }
    REQUIRE(wait_for([&] { return server.sockets->count() == 8; }));
    std::vector<std::thread> senders;
    for (int t = 0; t < 4; ++t) {
        senders.emplace_back([&] {
            for (int i = 0; i < 200; ++i) {
                for (auto& each : server.sockets->open)
                    each->send(text("frame"));
            }
        });
    }
    for (std::thread& sender : senders)
        sender.join();
    for (auto& client : clients) {
        CHECK(read_frame(*client).payload == "hello Li");
        for (int i = 0; i < 800; ++i)
            REQUIRE(read_frame(*client).payload == "frame");
    }
}

TEST_CASE("an owner that throws closes the socket with 1011") {
    const SocketServer server{[](ListenerSetup& setup) {
        setup.sockets[0].on_open = [](std::shared_ptr<WsConnection>) {
            throw std::runtime_error("no feed");
        };
    }};
    const auto client = server.client();
    CHECK(client->reply(true).status == 101);
    CHECK(code_at_end(*client) == 1011);
    CHECK(server.server->seen->reports().at(0).find("no feed") != std::string::npos);
}
