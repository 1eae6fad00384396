// server.toml: how one server runs. config/server.toml lists every setting with its default and
// meaning; a test compares the two.
#pragma once

#include "server/config/toml_reader.hpp"
#include "server/http/limits.hpp"
#include "server/runtime/log.hpp"
#include "ticketing/record/writer.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace hotline::server {

struct LogConfig {
    LogLevel level = LogLevel::info;
    std::filesystem::path file;  // empty: standard error
    bool requests = false;       // a line for every request, not only for refused and slow ones
};

struct DeliveryConfig {
    std::size_t concurrency_max = 64;  // attempts in flight, over all endpoints
    std::chrono::seconds timeout{15};  // of one attempt, all of it
};

struct DeadlinesConfig {
    std::chrono::seconds audit_every{10};
    std::chrono::seconds lag_max{90};  // a due step that waits longer is an alarm
    std::string heartbeat_url;         // empty: no heartbeat
};

struct ServerConfig {
    std::string listen_address = "127.0.0.1";
    std::uint16_t port = 8080;  // 0: any free one
    std::size_t io_threads = 1;
    std::vector<std::string> allowed_hosts;  // of the Host header; empty: localhost only; "*": any

    // Absolute, or as written in the file relative to the file's own directory.
    std::filesystem::path data_dir;
    std::filesystem::path city_dir;
    std::filesystem::path console_dir;  // empty: no console
    std::filesystem::path tokens_file;

    HttpLimits http;
    WsLimits ws;
    record::WriterLimits writer;
    std::size_t reader_threads = 2;
    std::size_t reader_queue_max = 1024;
    std::chrono::seconds stop_patience{10};  // for open requests at the end

    bool auto_dispatch = true;  // false: routing only proposes
    DeliveryConfig delivery;
    DeadlinesConfig deadlines;
    LogConfig log;
};

// Throws ConfigError. Keys that are absent keep their defaults; data_dir, city_dir and tokens_file
// must be there.
ServerConfig load_server_config(const std::filesystem::path& path);

}  // namespace hotline::server
