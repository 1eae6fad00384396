// The structured log: one JSON object a line on standard error or in a file. Written by a thread of
// its own; when it cannot keep up the oldest lines are dropped and counted, never an io thread held
// up.
//
// Fields are ids, numbers and codes. Personal data, tokens and secrets are never fields.
#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace hotline::server {

enum class LogLevel { debug, info, warning, error };

struct LogField {
    std::string_view name;
    std::variant<std::string_view, std::int64_t, bool> value;
};

struct LogSetup {
    LogLevel level = LogLevel::info;
    std::filesystem::path file;  // empty: standard error
};

class Log {
  public:
    explicit Log(
        const LogSetup& setup);  // throws std::runtime_error when the file cannot be opened
    ~Log();                      // writes what is queued
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;

    // Any thread; never blocks. `event` is a stable snake_case name: "listening", "request_failed".
    void write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});

    std::uint64_t dropped() const;  // lines lost because the writer could not keep up

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace hotline::server
