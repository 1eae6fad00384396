#include "server/config/server_file.hpp"

#include "server/config/enum_names.hpp"

#include <boost/asio/ip/address.hpp>

namespace hotline::server {

namespace {

constexpr NameTable<LogLevel, 4> log_level_names{{
    {"debug", LogLevel::debug},
    {"info", LogLevel::info},
    {"warning", LogLevel::warning},
    {"error", LogLevel::error},
}};
constexpr std::int64_t kib = 1024;
constexpr std::int64_t mib = 1024 * kib;

bool is_address(const std::string& text) {
    boost::system::error_code error;
    boost::asio::ip::make_address(text, error);
    return !error;
}

// The sections of the file, each into its part of the config. A key keeps its default when absent.
class ServerReader {
  public:
    ServerReader(TableReader root, std::filesystem::path dir)
        : root_(std::move(root)), dir_(std::move(dir)) {}

    ServerConfig read() {
        section("listen", &ServerReader::read_listen);
        read_paths();
        section("limits", &ServerReader::read_limits);
        section("timeouts", &ServerReader::read_timeouts);
        section("feed", &ServerReader::read_feed);
        section("writer", &ServerReader::read_writer);
        section("reader", &ServerReader::read_reader);
        section("dispatch", &ServerReader::read_dispatch);
        section("delivery", &ServerReader::read_delivery);
        section("deadlines", &ServerReader::read_deadlines);
        section("log", &ServerReader::read_log);
        root_.finish();
        return std::move(config_);
    }

  private:
    void section(std::string_view name, void (ServerReader::*read)(TableReader&)) {
        auto table = root_.table(name);
        if (!table) return;
        (this->*read)(*table);
        table->finish();
    }

    static void size(TableReader& table, std::string_view key, std::size_t& value,
                     IntegerRange range) {
        value = static_cast<std::size_t>(
            table.integer_or(key, static_cast<std::int64_t>(value), range));
    }

    // Settings are whole seconds; no default is finer.
    template <class Duration>
    static void seconds(TableReader& table, std::string_view key, Duration& value,
                        IntegerRange range = {1, 3600}) {
        const auto now = std::chrono::duration_cast<std::chrono::seconds>(value).count();
        value = std::chrono::seconds{table.integer_or(key, now, range)};
    }

    void read_listen(TableReader& table) {
        config_.listen_address = table.text_or("address", config_.listen_address);
        if (!is_address(config_.listen_address))
            table.problem("address", "an IP address", TableReader::quoted(config_.listen_address));
        config_.port =
            static_cast<std::uint16_t>(table.integer_or("port", config_.port, {0, 65535}));
        size(table, "io_threads", config_.io_threads, {1, 64});
        for (PlacedText& host : table.texts("allowed_hosts"))
            config_.allowed_hosts.push_back(std::move(host.value));
    }

    void read_paths() {
        auto table = root_.table("paths");
        if (!table) {
            if (!root_.has("paths")) root_.problem("paths", "a table of paths", "nothing");
            return;
        }
        config_.data_dir = resolved(table->text("data_dir"));
        config_.city_dir = resolved(table->text("city_dir"));
        config_.tokens_file = resolved(table->text("tokens_file"));
        config_.console_dir = resolved(table->text_or("console_dir", ""));
        table->finish();
    }

    std::filesystem::path resolved(const std::string& text) const {
        if (text.empty()) return {};
        return (dir_ / text).lexically_normal();
    }

    void read_limits(TableReader& table) {
        HttpLimits& http = config_.http;
        size(table, "connections_max", http.connections_max, {1, 1'000'000});
        size(table, "connections_per_address_max", http.connections_per_address_max,
             {1, 1'000'000});
        size(table, "requests_per_connection_max", http.requests_per_connection_max,
             {1, 10'000'000});
        size(table, "header_bytes_max", http.header_bytes_max, {1 * kib, 64 * kib});
        size(table, "header_fields_max", http.header_fields_max, {10, 1000});
        size(table, "target_bytes_max", http.target_bytes_max, {256, 32 * kib});
        size(table, "buffer_bytes_max", http.buffer_bytes_max, {16 * kib, 16 * mib});
        // The header must fit into what is read ahead, with room for the first bytes of a body.
        if (http.buffer_bytes_max < 2 * http.header_bytes_max)
            table.problem("buffer_bytes_max", "at least twice header_bytes_max",
                          std::to_string(http.buffer_bytes_max));
    }

    void read_timeouts(TableReader& table) {
        HttpLimits& http = config_.http;
        seconds(table, "header_s", http.header);
        seconds(table, "body_s", http.body_base);
        seconds(table, "write_s", http.write_base);
        size(table, "bytes_per_s_min", http.bytes_per_s, {1, 1024 * mib});
        seconds(table, "idle_s", http.idle);
        seconds(table, "connection_life_s", http.connection_life_max, {1, 86'400});
        seconds(table, "stop_s", config_.stop_patience);
    }

    void read_feed(TableReader& table) {
        WsLimits& ws = config_.ws;
        size(table, "sockets_per_user_max", ws.per_user_max, {1, 1000});
        size(table, "outgoing_bytes_max", ws.outgoing_bytes_max, {16 * kib, 64 * mib});
        size(table, "message_bytes_max", ws.message_bytes_max, {1 * kib, 16 * mib});
        size(table, "messages_per_s_max", ws.messages_per_s_max, {1, 10'000});
        size(table, "bytes_per_s_max", ws.bytes_per_s_max, {1 * kib, 64 * mib});
        seconds(table, "write_s", ws.write);
        seconds(table, "recheck_s", ws.recheck);
    }

    void read_writer(TableReader& table) {
        record::WriterLimits& writer = config_.writer;
        size(table, "queue_max", writer.queue_max, {1, 1'000'000});
        size(table, "queue_bytes_max", writer.queue_bytes_max, {1 * mib, 4096 * mib});
        size(table, "group_max", writer.group_max, {1, 4096});
        size(table, "background_queue_max", writer.background_queue_max, {256, 1'000'000});
        size(table, "background_group_max", writer.background_group_max, {1, 4096});
    }

    void read_reader(TableReader& table) {
        size(table, "threads", config_.reader_threads, {1, 64});
        size(table, "queue_max", config_.reader_queue_max, {1, 1'000'000});
    }

    void read_dispatch(TableReader& table) {
        config_.auto_dispatch = table.boolean_or("auto", config_.auto_dispatch);
    }

    void read_delivery(TableReader& table) {
        DeliveryConfig& delivery = config_.delivery;
        size(table, "concurrency_max", delivery.concurrency_max, {1, 1000});
        seconds(table, "timeout_s", delivery.timeout, {1, 120});
    }

    void read_deadlines(TableReader& table) {
        DeadlinesConfig& deadlines = config_.deadlines;
        seconds(table, "audit_every_s", deadlines.audit_every);
        seconds(table, "lag_alarm_s", deadlines.lag_max);
        deadlines.heartbeat_url = table.text_or("heartbeat_url", "");
        const std::string& url = deadlines.heartbeat_url;
        if (!url.empty() && !url.starts_with("http://") && !url.starts_with("https://"))
            table.problem("heartbeat_url", "an http or https URL", TableReader::quoted(url));
    }

    void read_log(TableReader& table) {
        LogConfig& log = config_.log;
        log.level = table.choice_or("level", log.level, Names<LogLevel>{log_level_names});
        log.file = resolved(table.text_or("file", ""));
        log.requests = table.boolean_or("requests", log.requests);
    }

    TableReader root_;
    std::filesystem::path dir_;
    ServerConfig config_;
};

}  // namespace

ServerConfig load_server_config(const std::filesystem::path& path) {
    ConfigProblems problems;
    const TomlFile file{path, problems};
    problems.throw_if_any();
    ServerConfig config = ServerReader{file.root(), path.parent_path()}.read();
    problems.throw_if_any();
    return config;
}

}  // namespace hotline::server
