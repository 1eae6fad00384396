#include "ticketing/record/engine.hpp"
#include "ticketing/record/row.hpp"
#include "ticketing/record/sqlite/lock_file.hpp"
#include "ticketing/record/sqlite/migrate.hpp"
#include "ticketing/record/sqlite/sqlite_connection.hpp"
#include "ticketing/record/sqlite/sqlite_gate.hpp"

#include <sqlite3.h>

#include <atomic>
#include <utility>

namespace hotline::record {
namespace {

constexpr const char* database_name = "hotline.db";
constexpr int problems_max = 100;

class SqliteEngine final : public Engine {
  public:
    SqliteEngine(const std::string& directory, Durability durability)
        : lock_(directory + "/hotline.lock"),
          path_(directory + "/" + database_name),
          access_(durability == Durability::full ? Access::writer : Access::scratch_writer) {
        writer_ = std::make_unique<SqliteConnection>(path_, access_);
        migrate(writer_->handle(), embedded_migrations());
        writer_->prepare_all();
    }

    // The first caller gets the connection that migrated. Two at a time would break the rule that
    // one connection writes and checkpoints (sqlite_gate.hpp).
    std::unique_ptr<Connection> open_writer() override {
        if (writer_out_->exchange(true))
            throw std::logic_error("the database has a writer already");
        auto writer =
            writer_ ? std::move(writer_) : std::make_unique<SqliteConnection>(path_, access_);
        writer->on_closed([out = writer_out_] { out->store(false); });
        return writer;
    }

    std::unique_ptr<Connection> open_reader() override {
        return std::make_unique<SqliteConnection>(path_, Access::reader);
    }

    std::string check_integrity() override {
        SqliteConnection reader{path_, Access::reader};
        std::string problems;
        const std::string limit = std::to_string(problems_max);
        SqliteStatement integrity{reader.handle(), "integrity_check",
                                  "PRAGMA integrity_check(" + limit + ")"};
        while (integrity.step()) {
            const std::string_view line = integrity.text(0);
            if (line != "ok") problems.append(line).append("\n");
        }
        SqliteStatement keys{
            reader.handle(), "foreign_key_check",
            "SELECT \"table\", rowid, parent FROM pragma_foreign_key_check LIMIT " + limit};
        while (keys.step()) {
            std::string table;
            std::int64_t row = 0;
            std::string parent;
            Row{keys}.read(table, row, parent);
            problems += table + " row " + std::to_string(row) + " has no " + parent + "\n";
        }
        return problems;
    }

  private:
    LockFile lock_;
    std::string path_;
    Access access_;
    std::unique_ptr<SqliteConnection> writer_;  // until open_writer() hands it out
    std::shared_ptr<std::atomic<bool>> writer_out_ = std::make_shared<std::atomic<bool>>(false);
};

}  // namespace

std::unique_ptr<Engine> open_sqlite(const std::string& directory, Durability durability) {
    const std::string unsafe =
        why_unsafe_sqlite(sqlite3_libversion_number(), sqlite3_threadsafe() != 0);
    if (!unsafe.empty()) throw std::runtime_error(unsafe);
    prepare_directory(directory, database_name);
    return std::make_unique<SqliteEngine>(directory, durability);
}

}  // namespace hotline::record
