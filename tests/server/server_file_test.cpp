// server.toml: what it lists are the defaults, and what is wrong with it is told.
#include "server/config/server_file.hpp"

#include "tests/server/pack_dir.hpp"
#include "tests/support/catch.hpp"

#include <set>
#include <sstream>

using namespace hotline;
using namespace hotline::server;
using namespace hotline::test;

namespace {

const std::filesystem::path config_dir = std::filesystem::path{HOTLINE_SOURCE_DIR} / "config";
const std::string paths =
    "[paths]\ndata_dir = \"d\"\ncity_dir = \"c\"\ntokens_file = \"/t.toml\"\n";

std::vector<std::string> lines_of(const PackDir& dir, const std::string& content) {
    dir.write("server.toml", content);
    try {
        load_server_config(dir.path() / "server.toml");
    } catch (const ConfigError& error) {
        return dir.relative(error.lines());
    }
    return {};
}

}  // namespace

TEST_CASE("the shipped server settings are the defaults of the program") {
    const ServerConfig shipped = load_server_config(config_dir / "server.toml");
    const PackDir dir;
    dir.write("server.toml", paths);
    const ServerConfig defaults = load_server_config(dir.path() / "server.toml");

    CHECK(shipped.listen_address == defaults.listen_address);
    CHECK(shipped.port == defaults.port);
    CHECK(shipped.io_threads == defaults.io_threads);
    CHECK(shipped.allowed_hosts == defaults.allowed_hosts);
    CHECK(shipped.reader_threads == defaults.reader_threads);
    CHECK(shipped.reader_queue_max == defaults.reader_queue_max);
    CHECK(shipped.stop_patience == defaults.stop_patience);
    CHECK(shipped.auto_dispatch == defaults.auto_dispatch);
    CHECK(shipped.delivery.concurrency_max == defaults.delivery.concurrency_max);
    CHECK(shipped.delivery.timeout == defaults.delivery.timeout);
    CHECK(shipped.deadlines.audit_every == defaults.deadlines.audit_every);
    CHECK(shipped.deadlines.lag_max == defaults.deadlines.lag_max);
    CHECK(shipped.deadlines.heartbeat_url.empty());
    CHECK(shipped.writer.background_queue_max == record::WriterLimits{}.background_queue_max);
    CHECK(shipped.writer.background_group_max == record::WriterLimits{}.background_group_max);
    CHECK(shipped.log.level == defaults.log.level);
    CHECK(shipped.log.file == defaults.log.file);
    CHECK(shipped.log.requests == defaults.log.requests);
    CHECK(shipped.writer.queue_max == record::WriterLimits{}.queue_max);
    CHECK(shipped.writer.queue_bytes_max == record::WriterLimits{}.queue_bytes_max);
    CHECK(shipped.writer.group_max == record::WriterLimits{}.group_max);
    const HttpLimits http;
    CHECK(shipped.http.connections_max == http.connections_max);
    CHECK(shipped.http.connections_per_address_max == http.connections_per_address_max);
    CHECK(shipped.http.requests_per_connection_max == http.requests_per_connection_max);
    CHECK(shipped.http.header_bytes_max == http.header_bytes_max);
    CHECK(shipped.http.header_fields_max == http.header_fields_max);
    CHECK(shipped.http.target_bytes_max == http.target_bytes_max);
    CHECK(shipped.http.buffer_bytes_max == http.buffer_bytes_max);
    CHECK(shipped.http.header == http.header);
    CHECK(shipped.http.body_base == http.body_base);
    CHECK(shipped.http.write_base == http.write_base);
    CHECK(shipped.http.bytes_per_s == http.bytes_per_s);
    CHECK(shipped.http.idle == http.idle);
    CHECK(shipped.http.connection_life_max == http.connection_life_max);
    const WsLimits ws;
    CHECK(shipped.ws.per_user_max == ws.per_user_max);
    CHECK(shipped.ws.outgoing_bytes_max == ws.outgoing_bytes_max);
    CHECK(shipped.ws.message_bytes_max == ws.message_bytes_max);
    CHECK(shipped.ws.messages_per_s_max == ws.messages_per_s_max);
    CHECK(shipped.ws.bytes_per_s_max == ws.bytes_per_s_max);
    CHECK(shipped.ws.write == ws.write);
    CHECK(shipped.ws.recheck == ws.recheck);
}

// An unknown key's message lists every key its table may have: the shipped file must list them all
// too.
TEST_CASE("the shipped server settings list every setting") {
    std::ifstream file{config_dir / "server.toml"};
    std::string line;
    std::string section;
    std::map<std::string, std::set<std::string>> keys;
    while (std::getline(file, line)) {
        if (line.starts_with("[")) section = line.substr(1, line.find(']') - 1);
        const std::size_t equals = line.find(" = ");
        if (!section.empty() && equals != std::string::npos && !line.starts_with("#"))
            keys[section].insert(line.substr(0, equals));
    }
    CHECK(keys.size() == 11);
    const PackDir dir;
    for (const auto& [name, listed] : keys) {
        std::string content = name == "paths" ? paths : paths + "[" + name + "]\n";
        const auto lines = lines_of(dir, content + "no_such = 1\n");
        REQUIRE(lines.size() == 1);
        std::set<std::string> known;
        std::istringstream quoted{lines[0].substr(lines[0].find("expected"))};
        for (std::string part; std::getline(quoted, part, '"');)
            if (std::getline(quoted, part, '"')) known.insert(part);
        CHECK(known == listed);
    }
}

TEST_CASE("paths of the server settings are relative to their file") {
    const ServerConfig shipped = load_server_config(config_dir / "server.toml");
    CHECK(shipped.city_dir == config_dir / "demo");
    CHECK(shipped.data_dir == (config_dir / "../var/data").lexically_normal());
    CHECK(shipped.tokens_file == (config_dir / "../var/tokens.toml").lexically_normal());
    const ServerConfig demo = load_server_config(config_dir / "demo/server.toml");
    CHECK(demo.city_dir == (config_dir / "demo/").lexically_normal());
    CHECK(demo.data_dir == (config_dir / "../var/demo/data").lexically_normal());

    const PackDir dir;
    dir.write("server.toml", paths);
    const ServerConfig config = load_server_config(dir.path() / "server.toml");
    CHECK(config.data_dir == dir.path() / "d");
    CHECK(config.tokens_file == "/t.toml");
    CHECK(config.console_dir.empty());
}

TEST_CASE("a broken server file is told with line and column") {
    struct Row {
        std::string content, line;
    };
    const std::vector<Row> table{
        {"[listen]\nport = 70000\n",
         "server.toml:6:8: port: expected a whole number from 0 to 65535, found 70000"},
        {"[listen]\nport = \"8080\"\n",
         "server.toml:6:8: port: expected a whole number from 0 to 65535, found \"8080\""},
        {"[listen]\naddress = \"localhost\"\n",
         "server.toml:6:11: address: expected an IP address, found \"localhost\""},
        {"[limits]\nbuffer_bytes_max = 16384\nheader_bytes_max = 16384\n",
         "server.toml:6:20: buffer_bytes_max: expected at least twice header_bytes_max, found "
         "16384"},
        {"[delivery]\ntimeout_s = 0\n",
         "server.toml:6:13: timeout_s: expected a whole number from 1 to 120, found 0"},
        {"[log]\nlevel = \"trace\"\n",
         "server.toml:6:9: level: expected one of \"debug\", \"info\", \"warning\", \"error\", "
         "found "
         "\"trace\""},
        {"[dispatch]\nauto = 1\n", "server.toml:6:8: auto: expected true or false, found 1"},
        {"log = 1\n",
         "server.toml:5:1: log: expected one of \"city_dir\", \"console_dir\", "
         "\"data_dir\", \"tokens_file\", found an unknown key"},
    };
    const PackDir dir;
    for (const Row& row : table)
        CHECK(lines_of(dir, paths + row.content) == std::vector<std::string>{row.line});
    CHECK(lines_of(dir, "") ==
          std::vector<std::string>{
              "server.toml:1:1: paths: expected a table of paths, found nothing"});
    CHECK(lines_of(dir, "paths = 1\n") ==
          std::vector<std::string>{"server.toml:1:9: paths: expected a table, found 1"});
    CHECK(lines_of(dir, "[paths]\n").size() == 3);
}
