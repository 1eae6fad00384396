#include "server/cli/settings.hpp"

#include "server/publishing/publisher.hpp"

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
    const auto publications = record::ReadSession(*store->engine->open_reader()).publications();
    PackPublication pack =
        publish_pack(publications, city.calendar_texts, city.policies_text, *city.city);
    setup.policies = pack.rules.book();
    setup.endpoints = city.endpoints;
    store->writer = std::make_unique<record::Writer>(std::move(setup));
    keep_publications(*store->writer, pack);
    return store;
}

}  // namespace hotline::server
