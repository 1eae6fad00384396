// endpoints.toml of a city pack: where the units' webhooks go.
#pragma once

#include "dispatch/routing/city.hpp"
#include "server/config/toml_reader.hpp"
#include "ticketing/record/endpoint.hpp"

#include <filesystem>
#include <vector>

namespace hotline::server {

// Problems never show a secret. A pack without the file has no endpoints.
std::vector<record::Endpoint> read_endpoints(const std::filesystem::path& path,
                                             const dispatch::City& city, ConfigProblems& problems);

}  // namespace hotline::server
