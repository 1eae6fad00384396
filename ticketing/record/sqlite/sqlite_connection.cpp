#include "ticketing/record/sqlite/sqlite_connection.hpp"

#include "ticketing/record/sql_blocks.hpp"
#include "ticketing/record/sqlite/sqlite_error.hpp"

#include <sqlite3.h>

#include <stdexcept>

namespace hotline::record {
namespace {

constexpr int busy_ms = 5000;
constexpr int checkpoint_busy_ms = 250;  // how long a commit may wait for readers to leave the log
constexpr int checkpoint_pages = 1000;   // SQLite's default: a larger threshold triples p99
constexpr int restart_pages_first = 2048;  // 16 MiB: passive checkpoints are not getting it down
constexpr int deadline_check_ops = 1000;   // virtual machine steps between looks at the clock

std::unique_ptr<SqliteStatement> control(sqlite3* db, const char* sql) {
    return std::make_unique<SqliteStatement>(db, sql, sql);
}

}  // namespace

void SqliteConnection::Close::operator()(sqlite3* db) const {
    sqlite3_close_v2(db);
}

SqliteConnection::SqliteConnection(const std::string& path, Access access,
                                   std::function<void()> closed)
    : closed_(std::move(closed)), access_(access), restart_pages_(restart_pages_first) {
    const int mode = access != Access::reader ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                              : SQLITE_OPEN_READONLY;
    sqlite3* db = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &db, mode | SQLITE_OPEN_NOMUTEX, nullptr);
    db_.reset(db);
    if (code != SQLITE_OK) throw_sqlite(db, code, "opening " + path);
    sqlite3_extended_result_codes(db, 1);
    configure(access);
    begin_ =
        (statements_["BEGIN"] = control(db, access != Access::reader ? "BEGIN IMMEDIATE" : "BEGIN"))
            .get();
    commit_ = (statements_["COMMIT"] = control(db, "COMMIT")).get();
}

SqliteConnection::~SqliteConnection() {
    statements_.clear();  // before the connection they belong to
    db_.reset();
    if (closed_) closed_();
}

void SqliteConnection::execute(const char* sql) {
    const int code = sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) throw_sqlite(db_.get(), code, sql);
}

void SqliteConnection::configure(Access access) {
    sqlite3* db = db_.get();
    sqlite3_busy_timeout(db, busy_ms);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
    execute("PRAGMA trusted_schema=OFF");
    execute("PRAGMA cell_size_check=ON");
    execute("PRAGMA mmap_size=0");
    execute("PRAGMA temp_store=MEMORY");
    if (access == Access::reader) {
        execute("PRAGMA query_only=ON");
        execute("PRAGMA wal_autocheckpoint=0");
        execute("PRAGMA cache_size=-8192");  // KiB
        sqlite3_progress_handler(
            db, deadline_check_ops,
            [](void* self) {
                return static_cast<SqliteConnection*>(self)->past_deadline() ? 1 : 0;
            },
            this);
        return;
    }
    // Rows of the journal and the outbox are about 2 KB: pages of 4 KiB would be half empty.
    // Measured 13 % less CPU a command and 18 % less disk. Only a new database takes it.
    execute("PRAGMA page_size=8192");
    execute("PRAGMA journal_mode=WAL");
    execute(access == Access::scratch_writer ? "PRAGMA synchronous=OFF"
                                             : "PRAGMA synchronous=FULL");
    execute("PRAGMA foreign_keys=ON");
    execute("PRAGMA secure_delete=ON");
    execute("PRAGMA journal_size_limit=67108864");
    execute("PRAGMA cache_size=-65536");
    // Replaces SQLite's automatic checkpoint, which swallows its I/O errors: checkpoint_when_due().
    sqlite3_wal_hook(
        db,
        [](void* self, sqlite3*, const char*, int pages) {
            static_cast<SqliteConnection*>(self)->wal_pages_ = pages;
            return SQLITE_OK;
        },
        this);
}

Statement& SqliteConnection::query(std::string_view name) {
    if (const auto found = statements_.find(name); found != statements_.end())
        return *found->second;
    const auto block = sql_blocks().find(name);
    if (block == sql_blocks().end()) {
        throw std::logic_error("no SQL block named " + std::string{name});
    }
    auto statement = std::make_unique<SqliteStatement>(db_.get(), block->first, block->second);
    return *statements_.emplace(block->first, std::move(statement)).first->second;
}

void SqliteConnection::prepare_all() {
    for (const auto& [name, text] : sql_blocks())
        query(name);
}

void SqliteConnection::begin() {
    begin_->step();
}

void SqliteConnection::commit() {
    try {
        commit_->step();
        if (access_ != Access::reader) checkpoint_when_due();
    } catch (const DbError&) {
        // Closing must not write either: the log is left for the next start to recover.
        sqlite3_db_config(db_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        throw;
    }
}

void SqliteConnection::rollback() {
    // After some errors (full, io) SQLite has rolled back by itself.
    if (sqlite3_get_autocommit(db_.get()) != 0) return;
    for (const auto& [name, statement] : statements_)
        statement->reset();
    execute("ROLLBACK");
}

void SqliteConnection::savepoint() {
    execute("SAVEPOINT item");
}

void SqliteConnection::release_savepoint() {
    execute("RELEASE item");
}

void SqliteConnection::rollback_to_savepoint() {
    execute("ROLLBACK TO item");
    execute("RELEASE item");
}

void SqliteConnection::set_deadline(std::int64_t ms) {
    deadline_ = std::chrono::steady_clock::now() + std::chrono::milliseconds{ms};
}

bool SqliteConnection::past_deadline() const {
    return std::chrono::steady_clock::now() >= deadline_;
}

// Runs after a durable commit. An I/O error here is thrown out of commit(): the commit itself is in
// the log, but nothing more may be trusted, and an unanswered commit is within the contract.
void SqliteConnection::checkpoint_when_due() {
    if (wal_pages_ < checkpoint_pages) return;
    int mode = SQLITE_CHECKPOINT_PASSIVE;
    if (wal_pages_ >= restart_pages_) {
        mode = SQLITE_CHECKPOINT_RESTART;
        restart_pages_ =
            wal_pages_ + checkpoint_pages;  // do not make every commit wait for a reader
        sqlite3_busy_timeout(db_.get(), checkpoint_busy_ms);
    }
    const int code = sqlite3_wal_checkpoint_v2(db_.get(), nullptr, mode, nullptr, nullptr);
    sqlite3_busy_timeout(db_.get(), busy_ms);
    if (wal_pages_ < restart_pages_first) restart_pages_ = restart_pages_first;
    if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY && (code & 0xff) != SQLITE_LOCKED) {
        throw_sqlite(db_.get(), code, "checkpoint");
    }
}

void SqliteConnection::checkpoint() {
    sqlite3_busy_timeout(db_.get(), checkpoint_busy_ms);
    const int code =
        sqlite3_wal_checkpoint_v2(db_.get(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    sqlite3_busy_timeout(db_.get(), busy_ms);
    if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY && (code & 0xff) != SQLITE_LOCKED) {
        throw_sqlite(db_.get(), code, "checkpoint");
    }
    wal_pages_ = 0;
}

}  // namespace hotline::record
