// The OpenAPI 3.1 document of a route table.
#pragma once

#include "server/http/route.hpp"
#include "server/json/schema.hpp"

#include <string>

namespace hotline::server {

struct OpenApiInfo {
    std::string title = "Hotline";
    std::string version;
    std::string description;
};

// JSON text. Throws std::invalid_argument when a route names a schema the book does not have.
std::string openapi_document(const RouteTable& routes, const SchemaBook& schemas,
                             const OpenApiInfo& info);

}  // namespace hotline::server
