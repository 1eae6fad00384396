// The API's rows of the route table, and the schemas they name.
#pragma once

#include "server/api/services.hpp"
#include "server/http/route.hpp"
#include "server/json/schema.hpp"

namespace hotline::server {

inline constexpr std::size_t json_body_bytes_max = 256 * 1024;

RouteTable ticket_read_routes(const Services* services);
RouteTable ticket_command_routes(const Services* services);
RouteTable assignment_routes(const Services* services);
RouteTable milestone_routes(const Services* services);
RouteTable publication_routes(const Services* services);
RouteTable city_routes(const Services* services);
RouteTable operations_routes(const Services* services);

// All of the above, the feed's polling route and /api/v1/openapi.json.
RouteTable api_routes(const Services* services);

SchemaBook api_schemas();
std::string api_document(const Services* services);  // the OpenAPI JSON text

}  // namespace hotline::server
