// The running server: everything built in order, served, and stopped in a written order.
#pragma once

#include "server/auth/token_book.hpp"
#include "server/config/city_pack.hpp"
#include "server/config/server_file.hpp"

#include <cstdint>
#include <functional>
#include <memory>

namespace hotline::server {

// Exit codes of `hotline serve`, beside 0 and 2 (usage or configuration).
namespace exit_code {
inline constexpr int store_failed = 74;  // an I/O error at commit: restart and recover
inline constexpr int stop_took_too_long = 75;
}  // namespace exit_code

struct AppSetup {
    ServerConfig config;
    LoadedCity city;
    TokenBook tokens;
    std::function<void(const std::string& address, std::uint16_t port)> on_ready;
};

class App {
  public:
    // Opens the database and starts everything. Throws std::runtime_error with a message for the
    // operator.
    explicit App(AppSetup setup);
    ~App();  // stop()
    App(const App&) = delete;
    App& operator=(const App&) = delete;

    std::uint16_t port() const;

    // Blocks until SIGTERM or SIGINT, or until the store failed; then stops. The calling thread's
    // signals must have been blocked (block_stop_signals) before any thread was started.
    int wait_and_stop();

    void stop();  // idempotent

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace hotline::server
