// The settings of a command: the configuration file, under the options given.
#pragma once

#include "server/cli/commands.hpp"
#include "server/config/city_pack.hpp"
#include "server/config/server_file.hpp"
#include "ticketing/record/engine.hpp"
#include "ticketing/record/time_source.hpp"
#include "ticketing/record/writer.hpp"

#include <memory>

namespace hotline::server {

ServerConfig settings_of(const CommonOptions& common);  // throws ConfigError

// A database opened for a command line job, with its writer.
struct OpenStore {
    record::SystemTime time;
    std::unique_ptr<record::Engine> engine;
    std::unique_ptr<record::Writer> writer;
};

std::unique_ptr<OpenStore> open_store(const ServerConfig& config, const LoadedCity& city);

}  // namespace hotline::server
