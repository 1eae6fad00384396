// Every maximum of the HTTP door. The configuration may change them; the defaults are for a server
// that anybody can reach.
#pragma once

#include <chrono>
#include <cstddef>

namespace hotline::server {

struct HttpLimits {
    // Sizes.
    std::size_t header_bytes_max = 8 * 1024;
    std::size_t header_fields_max = 100;
    std::size_t target_bytes_max = 4 * 1024;
    std::size_t buffer_bytes_max = 64 * 1024;  // of what is read ahead on one connection

    // Connections. Above a maximum one 503 is answered and the connection closed.
    std::size_t connections_max = 4096;
    std::size_t connections_per_address_max = 64;
    std::size_t requests_per_connection_max = 100'000;
    std::chrono::milliseconds connection_life_max = std::chrono::hours{1};

    // Deadlines, absolute per step. A body and a response get `*_base` and a second for each
    // `bytes_per_s`.
    std::chrono::milliseconds header = std::chrono::seconds{5};
    std::chrono::milliseconds body_base = std::chrono::seconds{10};
    std::chrono::milliseconds write_base = std::chrono::seconds{10};
    std::size_t bytes_per_s = 64 * 1024;
    std::chrono::milliseconds idle = std::chrono::seconds{30};  // between requests
    std::chrono::milliseconds linger =
        std::chrono::seconds{1};  // reading on after a refusal, before the close

    // Deadlines are looked at this often, so they end at most this much late.
    std::chrono::milliseconds tick = std::chrono::milliseconds{250};
    std::chrono::milliseconds accept_pause =
        std::chrono::milliseconds{100};  // after EMFILE and the like
};

struct WsLimits {
    std::size_t message_bytes_max = 64 * 1024;  // of one incoming message
    std::size_t outgoing_bytes_max =
        256 * 1024;                           // queued; beyond it the socket is closed with 1013
    std::size_t messages_per_s_max = 10;      // incoming; beyond it closed with 1008
    std::size_t bytes_per_s_max = 32 * 1024;  // same
    std::size_t per_user_max = 5;             // open sockets of one actor name; beyond it 429
    std::chrono::milliseconds write = std::chrono::seconds{10};    // one frame
    std::chrono::milliseconds closing = std::chrono::seconds{5};   // the closing handshake
    std::chrono::milliseconds recheck = std::chrono::seconds{60};  // the token is looked at again
};

}  // namespace hotline::server
