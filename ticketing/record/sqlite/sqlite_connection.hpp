// A connection to the SQLite file: the one writer, or a reader. One thread at a time.
#pragma once

#include "ticketing/record/engine.hpp"
#include "ticketing/record/sqlite/sqlite_statement.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

struct sqlite3;

namespace hotline::record {

enum class Access { writer, scratch_writer, reader };

class SqliteConnection final : public Connection {
  public:
    // `closed` runs in the destructor: the engine counts its writers by it.
    SqliteConnection(const std::string& path, Access access, std::function<void()> closed = {});
    ~SqliteConnection() override;
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;

    Statement& query(std::string_view name) override;
    void begin() override;
    void commit() override;
    void rollback() override;
    void savepoint() override;
    void release_savepoint() override;
    void rollback_to_savepoint() override;
    void set_deadline(std::int64_t ms) override;
    void checkpoint() override;

    sqlite3* handle() { return db_.get(); }
    void prepare_all();  // every named block, so that a typo fails the start
    void on_closed(std::function<void()> closed) { closed_ = std::move(closed); }

  private:
    struct Close {
        void operator()(sqlite3* db) const;
    };
    struct NameHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view name) const {
            return std::hash<std::string_view>{}(name);
        }
    };

    void execute(const char* sql);
    void configure(Access access);
    void checkpoint_when_due();
    bool past_deadline() const;

    std::function<void()> closed_;
    std::unique_ptr<sqlite3, Close> db_;
    std::unordered_map<std::string, std::unique_ptr<SqliteStatement>, NameHash, std::equal_to<>>
        statements_;
    SqliteStatement* begin_ = nullptr;
    SqliteStatement* commit_ = nullptr;
    Access access_;
    int wal_pages_ = 0;      // pages in the log after the last commit, told by SQLite
    int restart_pages_ = 0;  // when it has this many, wait for readers and restart it
    std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::time_point::max();
};

}  // namespace hotline::record
