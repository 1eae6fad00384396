// The engine: locks, migrations, errors, deadlines, and the plans of every query.
#include "tests/record/world.hpp"
#include "ticketing/record/row.hpp"
#include "ticketing/record/sha256.hpp"
#include "ticketing/record/sql_blocks.hpp"
#include "ticketing/record/sqlite/migrate.hpp"
#include "ticketing/record/sqlite/sqlite_connection.hpp"
#include "ticketing/record/sqlite/sqlite_gate.hpp"

#include <sqlite3.h>
#include <sys/stat.h>

#include <fstream>

using namespace hotline;
using namespace hotline::test;
using Catch::Matchers::Contains;

namespace {

const std::vector<Migration> two_steps = {
    {1, "0001_first", "CREATE TABLE first (id $INT PRIMARY KEY, name $TEXT NOT NULL) $STRICT;"},
    {2, "0002_second",
     "CREATE TABLE second (a $INT, b $INT, PRIMARY KEY (a, b)) $CLUSTERED;\n"
     "CREATE TABLE elsewhere (x BYTEA);  -- only: postgresql\n"
     "INSERT INTO first (id, name) VALUES (1, 'kept');"},
};

std::int64_t count(SqliteConnection& connection, const std::string& table) {
    SqliteStatement query{connection.handle(), "count", "SELECT count(*) FROM " + table};
    query.step();
    return query.integer(0);
}

std::string message_of(const std::string& directory) {
    try {
        open_sqlite(directory);
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "opened";
}

void execute(const std::string& file, const std::string& sql) {
    sqlite3* db = nullptr;
    REQUIRE(sqlite3_open(file.c_str(), &db) == SQLITE_OK);
    REQUIRE(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(db);
}

}  // namespace

TEST_CASE("migrations go forward from any earlier version and run once") {
    const TempDir dir;
    std::filesystem::create_directory(dir.path());
    {
        SqliteConnection old{dir.file("a.db"), Access::writer};
        migrate(old.handle(), {two_steps[0]});
        CHECK(count(old, "first") == 0);
    }
    SqliteConnection connection{dir.file("a.db"), Access::writer};
    migrate(connection.handle(), two_steps);
    migrate(connection.handle(), two_steps);
    CHECK(count(connection, "first") == 1);
    CHECK(count(connection, "schema_migrations") == 2);
    CHECK_THROWS_AS(count(connection, "elsewhere"), DbError);
}

TEST_CASE("a changed migration and a newer schema are refused") {
    const TempDir dir;
    std::filesystem::create_directory(dir.path());
    SqliteConnection connection{dir.file("a.db"), Access::writer};
    migrate(connection.handle(), two_steps);
    std::vector<Migration> changed = two_steps;
    changed[0].text += " -- a comment";
    CHECK_THROWS_WITH(migrate(connection.handle(), changed), Contains("changed after release"));
    CHECK_THROWS_WITH(migrate(connection.handle(), {two_steps[0]}), Contains("newer"));
}

TEST_CASE("a migration that fails leaves nothing of itself") {
    const TempDir dir;
    std::filesystem::create_directory(dir.path());
    SqliteConnection connection{dir.file("a.db"), Access::writer};
    std::vector<Migration> bad = two_steps;
    bad[1].text += "INSERT INTO nowhere VALUES (1);";
    CHECK_THROWS_AS(migrate(connection.handle(), bad), DbError);
    CHECK(count(connection, "first") == 0);
    CHECK_THROWS_AS(count(connection, "second"), DbError);
    migrate(connection.handle(), two_steps);
    CHECK(count(connection, "first") == 1);
}

TEST_CASE("the released schema cannot be opened when its migration was changed or is newer") {
    const TempDir dir;
    open_sqlite(dir.path());
    execute(dir.file("hotline.db"),
            "UPDATE schema_migrations SET checksum = 'x' WHERE version = 1");
    CHECK_THAT(message_of(dir.path()), Contains("changed after release"));
    execute(dir.file("hotline.db"),
            "UPDATE schema_migrations SET checksum = '" +
                sha256_hex(embedded_migrations()[0].text) +
                "' WHERE version = 1; "
                "INSERT INTO schema_migrations VALUES (999, '0999_future', 'y')");
    CHECK_THAT(message_of(dir.path()), Contains("0999_future") && Contains("newer"));
}

TEST_CASE("a database has one process and one writer at a time") {
    const TempDir dir;
    const auto engine = open_sqlite(dir.path());
    CHECK_THAT(message_of(dir.path()), Contains("locked by process " + std::to_string(::getpid())));
    auto writer = engine->open_writer();
    CHECK_THROWS_AS(engine->open_writer(), std::logic_error);
    writer.reset();
    CHECK(engine->open_writer() != nullptr);
}

TEST_CASE("the lock is free again when the engine is gone") {
    const TempDir dir;
    open_sqlite(dir.path());
    CHECK(message_of(dir.path()) == "opened");
}

TEST_CASE("the directory is closed to other users and a foreign one is refused") {
    const TempDir dir;
    open_sqlite(dir.path());
    struct stat status{};
    REQUIRE(::stat(dir.path().c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0700);
    ::chmod(dir.path().c_str(), 0755);
    CHECK(message_of(dir.path()) == "opened");
    REQUIRE(::stat(dir.path().c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0700);
    const TempDir foreign;
    std::filesystem::create_directory(foreign.path());
    std::ofstream{foreign.file("letter.txt")} << "mine";
    ::chmod(foreign.path().c_str(), 0755);
    CHECK_THAT(message_of(foreign.path()), Contains("directory of its own"));
}

TEST_CASE("SQLite versions are refused for what they lack and not for the WAL-reset bug") {
    CHECK(why_unsafe_sqlite(3'040'001, true).empty());
    CHECK(why_unsafe_sqlite(3'051'003, true).empty());
    CHECK_THAT(why_unsafe_sqlite(3'036'000, true), Contains("3.36.0 is too old"));
    CHECK_THAT(why_unsafe_sqlite(3'052'000, true), Contains("withdrawn"));
    CHECK_THAT(why_unsafe_sqlite(3'040'001, false), Contains("without threads"));
    CHECK(why_unsafe_sqlite(sqlite3_libversion_number(), sqlite3_threadsafe() != 0).empty());
}

TEST_CASE("named blocks are taken apart and doubtful ones refused") {
    const SqlBlocks blocks = parse_blocks(
        "-- a remark\n-- name: one\nSELECT 1\n  -- inner\nFROM a;\n"
        "\n-- name: two\nSELECT 2;\n");
    REQUIRE(blocks.size() == 2);
    CHECK(blocks.at("one") == "SELECT 1\nFROM a;\n");
    CHECK_THROWS_AS(parse_blocks("SELECT 1;\n"), std::logic_error);
    CHECK_THROWS_AS(parse_blocks("-- name: a\nSELECT 1;\n-- name: a\nSELECT 2;\n"),
                    std::logic_error);
    const TempDir dir;
    const auto engine = open_sqlite(dir.path());
    CHECK_THROWS_AS(engine->open_reader()->query("no such block"), std::logic_error);
}

TEST_CASE("parameters are bound by their number and values come back as they went in") {
    const TempDir dir;
    std::filesystem::create_directory(dir.path());
    SqliteConnection connection{dir.file("a.db"), Access::writer};
    SqliteStatement echo{connection.handle(), "echo", "SELECT $2, $1, $3, $2"};
    std::string large(100'000, 'x');
    for (int round = 0; round < 3; ++round) {
        bound(echo, std::string("a\0b", 3), large, std::optional<int>{});
        REQUIRE(echo.step());
        CHECK(echo.text(0) == large);
        CHECK(echo.text(1) == std::string_view("a\0b", 3));
        CHECK(echo.is_null(2));
        CHECK(echo.text(3) == large);
    }
    CHECK_THROWS_AS(bound(echo, 1, 2, 3, 4), DbError);
    CHECK_THROWS_AS((SqliteStatement{connection.handle(), "gap", "SELECT $1, $3"}), DbError);
}

TEST_CASE("errors say what kind they are") {
    const TempDir dir;
    const auto engine = open_sqlite(dir.path());
    const auto writer = engine->open_writer();
    const auto kind_of = [](auto&& action) {
        try {
            action();
        } catch (const DbError& error) {
            return error.kind();
        }
        return DbErrorKind::other;
    };
    writer->begin();
    run(writer->query("save_day_numbers"), 20260302, 1);
    CHECK(kind_of([&] {
              run(writer->query("append_journal"), 1, 5, 1, 0, "agent", "", "", "[]");
          }) == DbErrorKind::constraint);
    run(writer->query("insert_receipt"), "a", "k", "h", 0, 1, 1, "handling", 1, "[]",
        std::optional<int>{});
    CHECK(kind_of([&] {
              run(writer->query("insert_receipt"), "a", "k", "h", 0, 1, 1, "handling", 1, "[]",
                  std::optional<int>{});
          }) == DbErrorKind::unique);
    writer->rollback();
    const auto reader = engine->open_reader();
    CHECK(kind_of([&] { run(reader->query("save_day_numbers"), 20260302, 1); }) == DbErrorKind::io);
}

TEST_CASE("a reader sees one snapshot until it ends it") {
    const TempDir dir;
    const auto engine = open_sqlite(dir.path());
    const auto writer = engine->open_writer();
    const auto reader = engine->open_reader();
    const auto last_number = [&] {
        std::int64_t last = 0;
        read_one(bound(reader->query("day_numbers"), 20260302), last);
        return last;
    };
    reader->begin();
    CHECK(last_number() == 0);
    writer->begin();
    run(writer->query("save_day_numbers"), 20260302, 5);
    writer->commit();
    CHECK(last_number() == 0);
    reader->rollback();
    CHECK(last_number() == 5);
}

TEST_CASE("a savepoint takes one item back and keeps its neighbours") {
    const TempDir dir;
    const auto engine = open_sqlite(dir.path());
    const auto writer = engine->open_writer();
    writer->begin();
    run(writer->query("save_day_numbers"), 1, 1);
    writer->savepoint();
    run(writer->query("save_day_numbers"), 2, 2);
    writer->rollback_to_savepoint();
    writer->savepoint();
    run(writer->query("save_day_numbers"), 3, 3);
    writer->release_savepoint();
    writer->commit();
    std::int64_t last = 0;
    CHECK(read_one(bound(writer->query("day_numbers"), 1), last));
    CHECK_FALSE(read_one(bound(writer->query("day_numbers"), 2), last));
    CHECK(read_one(bound(writer->query("day_numbers"), 3), last));
}

TEST_CASE("no query of a request reads a whole table") {
    const TempDir dir;
    std::filesystem::create_directory(dir.path());
    SqliteConnection connection{dir.file("a.db"), Access::writer};
    migrate(connection.handle(), embedded_migrations());
    for (const auto& [name, text] : sql_blocks()) {
        // The verifier reads everything on purpose; counters, publications and jobs are tables of
        // a few rows.
        if (name.starts_with("verify_") || name == "counters") continue;
        if (name == "publications" || name == "jobs" || name == "unfinished_jobs") continue;
        SqliteStatement plan{connection.handle(), name, "EXPLAIN QUERY PLAN " + text};
        while (plan.step()) {
            const std::string step{plan.text(3)};
            INFO(name << ": " << step);
            const bool ordered_index = step.find("USING") != std::string::npos;
            const bool stops_at_once = name.starts_with("last_");
            CHECK((step.rfind("SCAN", 0) != 0 || ordered_index || stops_at_once));
            // The few rows of one ticket may be sorted.
            const bool of_one_ticket = name == "outbox_of" || name == "attempts_of";
            CHECK((step.find("TEMP B-TREE") == std::string::npos || of_one_ticket));
        }
    }
}
