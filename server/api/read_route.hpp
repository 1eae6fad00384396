// A route that answers a GET: everyone with a token may call it unless its row says otherwise.
#pragma once

#include "server/api/services.hpp"
#include "server/http/route.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>
#include <utility>

namespace hotline::server {

using Answer = boost::asio::awaitable<Response> (*)(const Services*, Request);

struct ReadRow {
    std::string path;
    std::string id;
    std::string summary;
    std::string schema;  // of the response
};

inline Route read_route(const Services* services, ReadRow row, Answer answer) {
    Route route;
    route.path = std::move(row.path);
    route.id = std::move(row.id);
    route.summary = std::move(row.summary);
    route.roles = {Role::agent,      Role::dispatcher, Role::visitor, Role::unit,
                   Role::supervisor, Role::leader,     Role::admin};
    route.response_schema = std::move(row.schema);
    route.handler = [services, answer](Request request) {
        return answer(services, std::move(request));
    };
    return route;
}

}  // namespace hotline::server
