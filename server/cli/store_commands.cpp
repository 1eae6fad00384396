// init, verify, check, token: small jobs around the data directory and the configuration.
#include "server/cli/commands.hpp"
#include "server/cli/progress.hpp"
#include "server/cli/settings.hpp"
#include "server/config/tokens_file.hpp"
#include "ticketing/record/enum_table.hpp"
#include "ticketing/record/event_json.hpp"
#include "ticketing/record/sha256.hpp"
#include "ticketing/record/verify.hpp"

#include <openssl/rand.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>

namespace hotline::server {
namespace {

constexpr std::size_t token_bytes = 32;

// 256 random bits in base64url, so that it fits into a header and a WebSocket subprotocol.
std::string random_token() {
    std::array<unsigned char, token_bytes> bytes{};
    if (RAND_bytes(bytes.data(), bytes.size()) != 1) {
        throw std::runtime_error("the system gives no random bytes");
    }
    static constexpr char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string token;
    std::uint32_t bits = 0;
    int count = 0;
    for (const unsigned char byte : bytes) {
        bits = bits << 8 | byte;
        count += 8;
        while (count >= 6)
            token.push_back(digits[bits >> (count -= 6) & 63]);
    }
    if (count > 0) token.push_back(digits[bits << (6 - count) & 63]);
    return token;
}

std::string toml_string(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (static_cast<unsigned char>(c) < 0x20) throw std::runtime_error("a control character");
        out += c;
    }
    return out + '"';
}

void append_token(const std::filesystem::path& path, const TokenOptions& options,
                  const std::string& digest) {
    const bool fresh = !std::filesystem::exists(path);
    if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path());
    std::ofstream file(path, std::ios::app);
    if (fresh) {
        using std::filesystem::perms;
        std::filesystem::permissions(path, perms::owner_read | perms::owner_write);
        file << "# Digests of bearer tokens; hotline token adds to it.\n";
    }
    file << "\n[[token]]\nsha256 = \"" << digest << "\"\nrole = \"" << options.role
         << "\"\nname = " << toml_string(options.name) << '\n';
    if (!options.unit.empty()) file << "unit = " << toml_string(options.unit) << '\n';
    if (!file.flush()) throw std::runtime_error(path.string() + ": cannot be written");
}

}  // namespace

int init_command(const CommonOptions& common) {
    const ServerConfig config = settings_of(common);
    const auto engine = record::open_sqlite(config.data_dir.string());
    std::cout << "The database in " << config.data_dir << " is ready.\n";
    return 0;
}

int check_command(const CommonOptions& common) {
    const ServerConfig config = settings_of(common);
    const std::vector<std::string> lines = check_city(config.city_dir, record::SystemTime{}.now());
    bool sound = true;
    for (const std::string& line : lines) {
        std::cout << line << '\n';
        sound = sound && line.starts_with("warning:");
    }
    if (sound) std::cout << config.city_dir << ": sound\n";
    return sound ? 0 : 2;
}

int verify_command(const CommonOptions& common) {
    const ServerConfig config = settings_of(common);
    const auto engine = record::open_sqlite(config.data_dir.string());
    const record::VerifyReport report = record::verify(*engine);
    std::cout << "tickets " << report.tickets << ", journal entries " << report.entries
              << ", webhooks " << report.outbox_rows << ", problems " << report.problems << '\n';
    for (const std::string& problem : report.first_problems)
        std::cout << problem << '\n';
    return report.sound() ? 0 : 1;
}

int token_command(const CommonOptions& common, const TokenOptions& options) {
    const ServerConfig config = settings_of(common);
    const std::filesystem::path path =
        options.file.empty() ? config.tokens_file : std::filesystem::path(options.file);
    Role role{};
    if (!record::enum_from_name(options.role, role) || role == Role::system) {
        std::cerr
            << "--role: expected agent, dispatcher, visitor, unit, supervisor, leader or admin\n";
        return 2;
    }
    if ((role == Role::unit) != !options.unit.empty()) {
        std::cerr << "--unit goes with the role unit, and only with it\n";
        return 2;
    }
    const std::string token = random_token();
    append_token(path, options, record::sha256_hex(token));
    const LoadedCity city = load_city(config.city_dir);
    load_tokens(path, city.city.get());
    std::cout << token << '\n';
    return 0;
}

}  // namespace hotline::server
