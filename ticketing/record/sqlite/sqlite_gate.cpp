#include "ticketing/record/sqlite/sqlite_gate.hpp"

namespace hotline::record {
namespace {

constexpr int first_with_strict_tables = 3'037'000;
constexpr int withdrawn = 3'052'000;

}  // namespace

std::string why_unsafe_sqlite(int version_number, bool threadsafe) {
    const std::string version = std::to_string(version_number / 1'000'000) + "." +
                                std::to_string(version_number / 1000 % 1000) + "." +
                                std::to_string(version_number % 1000);
    if (version_number < first_with_strict_tables) {
        return "SQLite " + version + " is too old: STRICT tables need 3.37.0";
    }
    if (version_number == withdrawn) return "SQLite " + version + " was withdrawn by its authors";
    if (!threadsafe)
        return "SQLite " + version + " was built without threads (SQLITE_THREADSAFE=0)";
    return {};
}

}  // namespace hotline::record
