// From a header to what shall be done with the request: the order of the checks, without any I/O.
#pragma once

#include "server/http/head.hpp"
#include "server/http/listener.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace hotline::server {

// Exactly one of problem, route, file and socket is set.
struct Admission {
    Request request;  // everything but the body
    std::optional<Problem> problem;
    const Route* route = nullptr;
    const StaticFile* file = nullptr;
    const WebSocketRoute* socket = nullptr;

    std::string_view route_id;  // for the log: also set when a route refused
    std::uint64_t content_length = 0;
    bool keep_alive = false;  // false after a problem of the guard
    bool expects_continue = false;
    bool head_only = false;
};

// The views of `head` are copied into the request before the body is read over them.
Admission admit(const Head& head, const ListenerSetup& setup, std::string peer,
                std::string request_id);

// A problem that the bytes themselves are: nothing more can be read from that connection.
Admission refuse_admission(Problem problem, std::string peer, std::string request_id);

}  // namespace hotline::server
