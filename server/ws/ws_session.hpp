// WebSockets: routes that upgrade, and the connection as the rest of the server sees it.
//
// A client offers the subprotocols `hotline.v1` and, from a browser that cannot set headers,
// `bearer.TOKEN`; the server answers hotline.v1. The token is moved into the Authorization header
// of the request before `authenticate` sees it, so both ways look the same. Unauthenticated,
// forbidden, foreign-origin and too-many requests get a problem+json before any upgrade.
#pragma once

#include "server/http/limits.hpp"
#include "server/http/message.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::server {

namespace ws_code {
inline constexpr std::uint16_t normal = 1000;
inline constexpr std::uint16_t policy = 1008;      // token ended, too many messages
inline constexpr std::uint16_t failed = 1011;      // an error of ours
inline constexpr std::uint16_t restarting = 1012;  // the server stops
inline constexpr std::uint16_t try_later = 1013;   // the client reads too slowly
}  // namespace ws_code

// Lives as long as somebody holds it; after the close it is a husk on which every call does
// nothing.
class WsConnection {
  public:
    virtual ~WsConnection() = default;

    // Any thread. Queues one text frame; never blocks. When more than outgoing_bytes_max would
    // wait, the connection is closed with 1013 and the frame dropped. The text is shared, not
    // copied: one string can go to a thousand connections.
    virtual void send(std::shared_ptr<const std::string> text) = 0;

    // Any thread. Drops what is queued and closes. The first call counts. `reason`: at most 120
    // bytes.
    virtual void close(std::uint16_t code, std::string reason) = 0;

    virtual bool is_open() const = 0;              // any thread; false once closing has begun
    virtual std::size_t queued_bytes() const = 0;  // any thread
    virtual const Request& request() const = 0;    // query, actor, peer, request_id; immutable
    // The connection's own thread: timers and posted work of the owner belong there.
    virtual boost::asio::any_io_executor executor() const = 0;

    // Set both in on_open. Called on the connection's thread; must not block and must not throw.
    std::function<void(std::string_view text)>
        on_message;                  // text frames only; binary closes with 1003
    std::function<void()> on_close;  // once, last; drop references to the connection here
};

// A path that upgrades. A GET on the same path without Upgrade goes to the ordinary route table.
struct WebSocketRoute {
    std::string path;  // exact, no parameters
    std::vector<Role>
        roles;  // empty: any authenticated actor (a socket without a token does not exist)
    std::vector<std::string> query;  // permitted query parameters
    // On the connection's thread, after the handshake. Throwing closes with 1011.
    std::function<void(std::shared_ptr<WsConnection>)> on_open;
    // Sent by the session when nothing else was sent for that long; empty: no heartbeat.
    std::shared_ptr<const std::string> heartbeat;
    std::chrono::milliseconds heartbeat_every = std::chrono::seconds{20};
};

}  // namespace hotline::server
