// A listener on a free loopback port and a client that writes raw bytes, so that tests can say what
// no well-behaved client would.
#pragma once

#include "server/http/listener.hpp"
#include "server/runtime/io_pool.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::server::test {

// What came back: status, fields with names in lower case, body. status 0: the connection ended
// before one.
struct Reply {
    int status = 0;
    std::map<std::string, std::string> headers;
    std::string body;

    std::string header(const std::string& name) const {
        const auto found = headers.find(name);
        return found == headers.end() ? std::string{} : found->second;
    }
    std::string problem(
        const std::string& member) const;  // a member of a problem+json as text, or ""
};

// Blocking, with a time limit of 10 s for each read, so that a test fails rather than hangs.
class RawClient {
  public:
    explicit RawClient(std::uint16_t port, int receive_buffer_bytes = 0);
    ~RawClient();
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    void send(std::string_view bytes);      // all of them, in one segment if they fit
    bool try_send(std::string_view bytes);  // false when the peer is gone
    void end_sending();                     // FIN
    Reply reply(bool to_head = false);      // `to_head`: there is no body, whatever the length says
    std::string exactly(std::size_t size);  // fewer when the connection ends
    bool is_closed();                       // waits for the end; false when bytes come instead

  private:
    bool fill();

    int fd_ = -1;
    std::string buffer_;
};

// One handler call, as the server saw it.
struct Call {
    std::string route;
    Request request;
};

// What the Listener reported and observed, and what its handlers were called with. Any thread.
class Seen {
  public:
    void add_call(Call call);
    void add_report(std::string_view text);
    void add_exchange(const Exchange& exchange);
    std::size_t calls() const;
    std::optional<Call> last_call() const;
    std::vector<std::string> reports() const;
    // Exchanges as "METHOD route status code"; waits until there are `count`.
    std::vector<std::string> exchanges(std::size_t count) const;

  private:
    mutable std::mutex mutex_;
    std::vector<Call> calls_;
    std::vector<std::string> reports_;
    std::vector<std::string> exchanges_;
};

// Handlers of /gate wait here until the test opens it. Any thread.
class Gate {
  public:
    void wait(std::function<void(int)> done);
    std::size_t waiting() const;
    void open();  // lets all through that wait now

  private:
    mutable std::mutex mutex_;
    std::vector<std::function<void(int)>> waiting_;
};

struct TestServer {
    using Change = std::function<void(ListenerSetup&)>;

    explicit TestServer(Change change = {}, std::size_t threads = 4);
    ~TestServer();

    std::shared_ptr<Seen> seen = std::make_shared<Seen>();
    std::shared_ptr<Gate> gate = std::make_shared<Gate>();
    record::VirtualTime time;
    std::unique_ptr<IoPool> pool;
    std::unique_ptr<Listener> listener;
    std::uint16_t port = 0;

    RawClient client() const { return RawClient{port}; }
    Reply ask(std::string_view request) const;  // one connection, one request, one answer
};

// The routes of TestServer: /free, /tickets (POST agent), /tickets/{number} and others below.
RouteTable test_routes(const std::shared_ptr<Seen>& seen, const std::shared_ptr<Gate>& gate);

// Tokens are "agent", "unit" ...; anything else is unauthenticated.
Result<Actor> test_authenticate(const Request& request);

// A POST /tickets with a token and the body as it is.
std::string post_ticket(std::string_view body, std::string_view more_fields = "",
                        std::string_view content_type = "application/json");

// Turns until `done` is true or 10 s are over; for conditions another thread brings about.
bool wait_for(const std::function<bool()>& done);

}  // namespace hotline::server::test
