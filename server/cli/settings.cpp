#include "server/cli/settings.hpp"

namespace hotline::server {

ServerConfig settings_of(const CommonOptions& common) {
    ServerConfig config = load_server_config(common.config);
    if (!common.data.empty()) config.data_dir = common.data;
    if (!common.city.empty()) config.city_dir = common.city;
    return config;
}

std::unique_ptr<OpenStore> open_store(const ServerConfig& config, const LoadedCity& city) {
    auto store = std::make_unique<OpenStore>();
    store->engine = record::open_sqlite(config.data_dir.string());
    record::WriterSetup setup;
    setup.engine = store->engine.get();
    setup.time = &store->time;
    setup.policies = city.policies;
    setup.endpoints = city.endpoints;
    store->writer = std::make_unique<record::Writer>(std::move(setup));
    return store;
}

}  // namespace hotline::server
