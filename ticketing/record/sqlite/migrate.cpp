#include "ticketing/record/sqlite/migrate.hpp"

#include "ticketing/record/failpoint.hpp"
#include "ticketing/record/row.hpp"
#include "ticketing/record/sha256.hpp"
#include "ticketing/record/sqlite/sqlite_error.hpp"
#include "ticketing/record/sqlite/sqlite_statement.hpp"

#include <sqlite3.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace hotline::record {
namespace {

// The words in which the engines' schemas differ. PostgreSQL's are BIGINT, TEXT COLLATE "C", and
// nothing.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> words = {{
    {"$INT", "INTEGER"},
    {"$TEXT", "TEXT"},
    {"$STRICT", "STRICT"},
    {"$CLUSTERED", "STRICT, WITHOUT ROWID"},
}};
constexpr std::string_view other_engine_mark = "-- only: postgresql";

void execute(sqlite3* db, const std::string& sql, const std::string& doing) {
    const int code = sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) throw_sqlite(db, code, doing);
}

struct Applied {
    int version = 0;
    std::string name;
    std::string checksum;
};

std::vector<Applied> applied_migrations(sqlite3* db) {
    SqliteStatement select{
        db, "schema_migrations",
        "SELECT version, name, checksum FROM schema_migrations ORDER BY version"};
    std::vector<Applied> all;
    while (select.step()) {
        Row{select}.read(all.emplace_back().version, all.back().name, all.back().checksum);
    }
    return all;
}

void check_applied(const std::vector<Applied>& applied, const std::vector<Migration>& migrations) {
    for (std::size_t i = 0; i < applied.size(); ++i) {
        if (i >= migrations.size()) {
            throw std::runtime_error("the database has schema " + applied.back().name +
                                     ", which is newer than this program: use the newer program");
        }
        const Migration& known = migrations[i];
        if (applied[i].version != known.version || applied[i].checksum != sha256_hex(known.text)) {
            throw std::runtime_error("the migration " + applied[i].name +
                                     " of the database is not the " + known.name +
                                     " of this program: it was changed after release");
        }
    }
}

void apply_one(sqlite3* db, const Migration& migration) {
    const std::string doing = "migration " + migration.name;
    execute(db, "BEGIN IMMEDIATE", doing);
    try {
        execute(db, sqlite_ddl(migration.text), doing);
        failpoint("migrate.step");
        SqliteStatement insert{
            db, "insert_migration",
            "INSERT INTO schema_migrations (version, name, checksum) VALUES ($1, $2, $3)"};
        run(insert, migration.version, migration.name, sha256_hex(migration.text));
        execute(db, "COMMIT", doing);
    } catch (...) {
        sqlite3_exec(db, "ROLLBACK", nullptr, nullptr, nullptr);
        throw;
    }
}

}  // namespace

std::string sqlite_ddl(const std::string& text) {
    std::string ddl;
    std::size_t start = 0;
    while (start < text.size()) {
        const auto end = std::min(text.find('\n', start), text.size());
        const std::string line = text.substr(start, end - start);
        start = end + 1;
        if (!line.ends_with(other_engine_mark)) ddl += line + "\n";
    }
    for (const auto& [word, replacement] : words) {
        for (auto at = ddl.find(word); at != std::string::npos; at = ddl.find(word, at)) {
            ddl.replace(at, word.size(), replacement);
        }
    }
    return ddl;
}

void migrate(sqlite3* db, const std::vector<Migration>& migrations) {
    execute(db,
            "CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, "
            "name TEXT NOT NULL, checksum TEXT NOT NULL) STRICT",
            "the table of migrations");
    const std::vector<Applied> applied = applied_migrations(db);
    check_applied(applied, migrations);
    for (std::size_t i = applied.size(); i < migrations.size(); ++i)
        apply_one(db, migrations[i]);
}

}  // namespace hotline::record
