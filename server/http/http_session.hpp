// Internal to the listener: one HTTP connection.
#pragma once

#include "server/http/connection_count.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <memory>
#include <string>

namespace hotline::server {

class IoRoom;
class ServerCore;

// Starts the session of an accepted connection on the thread of its room. Any thread; the socket
// must have been made for the room's context.
void start_http_session(std::shared_ptr<ServerCore> core, std::shared_ptr<IoRoom> room,
                        boost::asio::ip::tcp::socket socket, ConnectionCount::Slot slot,
                        std::string peer);

}  // namespace hotline::server
