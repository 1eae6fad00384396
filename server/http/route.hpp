// The route table: one row per call. The router, the permissions and the OpenAPI document all read
// it, so that none of them can lie.
#pragma once

#include "server/http/message.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/fwd.hpp>

#include <functional>
#include <string>
#include <vector>

namespace hotline::server {

// Runs on the session's strand. Must not block. What it throws becomes a bare 500 with the request
// id.
using Handler = std::function<boost::asio::awaitable<Response>(Request)>;

struct Route {
    Method method = Method::get;
    std::string path;                // "/api/v1/tickets/{number}/journal"
    std::string id;                  // operationId: "ticket_journal"
    std::string summary;             // English, one line
    std::vector<Role> roles;         // who may call; empty: anyone, without a token
    std::size_t body_bytes_max = 0;  // 0: the request must have no body
    std::string request_schema;      // name of a schema in the OpenAPI document, or empty
    std::string response_schema;     // same
    int success_status = 200;
    std::vector<std::string> query;  // names of permitted query parameters; others are refused
    Handler handler;
};

using RouteTable = std::vector<Route>;

}  // namespace hotline::server
