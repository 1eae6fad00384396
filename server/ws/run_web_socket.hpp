// Internal to the HTTP session: what follows a WebSocket upgrade.
#pragma once

#include "server/http/connection_count.hpp"
#include "server/ws/ws_session.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <memory>

namespace hotline::server {

class IoRoom;
class ServerCore;

struct WebSocketStart {
    std::shared_ptr<ServerCore> core;
    std::shared_ptr<IoRoom> room;
    const WebSocketRoute* route = nullptr;  // of core->setup()
    Request request;                        // authenticated
    ConnectionCount::Slot user_slot;
};

// Shakes hands and runs the socket until it is closed. On the room's thread.
boost::asio::awaitable<void> run_web_socket(WebSocketStart start,
                                            boost::asio::ip::tcp::socket socket);

}  // namespace hotline::server
