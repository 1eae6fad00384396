// Requests and responses as handlers see them: plain values, no Beast types.
#pragma once

#include "ticketing/rules/actor.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hotline::server {

enum class Method { get, post, put, patch, delete_, head, options };

// Copied out of the parser before the body is read; nothing of it points into a buffer.
struct Request {
    Method method = Method::get;
    std::string target;  // as sent: path and query
    std::string path;    // percent-decoded, without query
    std::map<std::string, std::string>
        query;  // percent-decoded; a repeated name is a guard refusal
    std::map<std::string, std::string> params;  // of the route: {number} -> "20260213000017"
    std::map<std::string, std::string, std::less<>> headers;  // names in lower case
    std::string body;
    std::string peer;        // address of the peer, for the log
    std::string request_id;  // made by the session; echoed as X-Request-Id and in problems
    Actor actor;             // set by auth on routes that need one

    std::string_view header(std::string_view lower_name) const {
        const auto found = headers.find(lower_name);
        return found == headers.end() ? std::string_view{} : std::string_view{found->second};
    }
};

struct Response {
    int status = 200;
    std::string content_type = "application/json; charset=utf-8";
    // Checked by the session before they are written: a control character anywhere makes a bare
    // 500.
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

}  // namespace hotline::server
