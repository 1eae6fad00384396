// The HTTP door: accepts connections, spreads them over the io threads and runs their sessions.
//
//   IoPool pool{...};
//   Listener listener{pool, std::move(setup)};
//   listener.listen("127.0.0.1", 8080);
//   ...
//   listener.stop(10s);   // before the writer stops: open requests still get their answers
//
// A request goes: header -> guard (framing, host, target) -> route -> query -> token and role ->
// content type and length -> body -> handler -> response. Every refusal is a problem+json; after
// one of the guard, and after any whose body was not read, the connection is closed.
#pragma once

#include "server/http/limits.hpp"
#include "server/http/message.hpp"
#include "server/http/route.hpp"
#include "server/http/router.hpp"
#include "server/http/static_files.hpp"
#include "server/ws/ws_session.hpp"
#include "ticketing/record/time_source.hpp"
#include "ticketing/rules/result.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::server {

class IoPool;

// One answered request, for the access log and the metrics. Views are valid during the call only.
struct Exchange {
    std::string_view method;  // "GET"; "" when the request line was not readable
    std::string_view route;   // Route::id, "console", or "" when no route was found
    std::string_view path;    // as sent, without the query (which may hold what nobody should log)
    std::string_view peer;
    std::string_view request_id;
    std::string_view actor;  // name, or ""
    int status = 0;
    std::string_view code;  // of the problem, when the door itself refused
    std::chrono::steady_clock::duration
        duration{};             // from the whole header to the written response
    std::size_t bytes_in = 0;   // of the body
    std::size_t bytes_out = 0;  // of the response with its header
};

struct ListenerSetup {
    HttpLimits limits;
    WsLimits ws_limits;
    std::shared_ptr<const Router> router;        // never null
    std::shared_ptr<const StaticFiles> console;  // null: no console
    std::vector<WebSocketRoute> sockets;
    // Values of Host that are ours, with or without port ("12345.example.gov.cn",
    // "127.0.0.1:8080"). Empty: only localhost, 127.0.0.1 and [::1]. "*": any, for a server behind
    // a proxy that checks.
    std::vector<std::string> allowed_hosts;
    const record::TimeSource* time = nullptr;  // for the Date header; outlives the listener

    // Who sends this? Called on the io threads, several at once, for routes with roles and for
    // WebSockets (and again each ws_limits.recheck while a socket is open); must not block. A
    // Refusal becomes a problem by its code; `unauthenticated` (401) is the usual one. The role
    // itself is checked by the session (`forbidden`, 403).
    std::function<Result<Actor>(const Request&)> authenticate;
    // After each response, on an io thread. May be empty. Must not block and must not throw.
    std::function<void(const Exchange&)> observe;
    // Something that should not happen (a handler threw), with the request id. May be empty.
    std::function<void(std::string_view text)> report;
};

struct ListenerStats {
    std::size_t connections = 0;  // open now
    std::size_t sockets = 0;      // of them upgraded
    std::uint64_t accepted = 0;
    std::uint64_t refused = 0;  // over a connection maximum
};

// Is destroyed before its pool.
class Listener {
  public:
    Listener(IoPool& pool, ListenerSetup setup);
    ~Listener();  // stop(0 s)
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    // Binds and accepts; may be called for several addresses. Port 0: any; gives the port. Throws
    // boost::system::system_error when the address cannot be bound.
    std::uint16_t listen(const std::string& address, std::uint16_t port);

    // Stops accepting, closes idle connections and WebSockets (1012), lets running requests finish
    // for at most `patience`, then cuts them. Blocks the calling thread, which must not be an io
    // thread. True when nothing had to be cut. Idempotent.
    bool stop(std::chrono::milliseconds patience);

    ListenerStats stats() const;  // any thread

  private:
    std::shared_ptr<class ServerCore> core_;
};

}  // namespace hotline::server
