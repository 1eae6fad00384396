#include "server/api/routes.hpp"
#include "server/app.hpp"
#include "server/cli/commands.hpp"
#include "server/cli/settings.hpp"
#include "server/config/tokens_file.hpp"
#include "server/runtime/stop_signals.hpp"

#include <filesystem>
#include <iostream>

namespace hotline::server {
namespace {

void apply(const ServeOptions& options, ServerConfig& config) {
    if (!options.listen.empty()) config.listen_address = options.listen;
    if (options.port >= 0) config.port = static_cast<std::uint16_t>(options.port);
    if (!options.tokens.empty()) config.tokens_file = options.tokens;
    if (!options.console.empty()) config.console_dir = options.console;
}

TokenBook tokens_of(const ServerConfig& config, const LoadedCity& city) {
    if (!std::filesystem::exists(config.tokens_file)) {
        std::cerr
            << "No tokens yet (" << config.tokens_file
            << "): nobody can sign in. Make one with: hotline token --role admin --name NAME\n";
        return {};
    }
    return TokenBook(load_tokens(config.tokens_file, city.city.get()));
}

}  // namespace

int serve_command(const CommonOptions& common, const ServeOptions& options) {
    block_stop_signals();
    AppSetup setup;
    setup.config = settings_of(common);
    apply(options, setup.config);
    setup.city = load_city(setup.config.city_dir, record::SystemTime{}.now());
    setup.tokens = tokens_of(setup.config, setup.city);
    setup.on_ready = [](const std::string& address, std::uint16_t port) {
        std::cout << "ready http://" << address << ':' << port << std::endl;
    };
    App app(std::move(setup));
    return app.wait_and_stop();
}

int openapi_command() {
    const Services none;
    std::cout << api_document(&none) << '\n';
    return 0;
}

}  // namespace hotline::server
