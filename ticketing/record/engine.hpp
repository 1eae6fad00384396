// The database behind the record room: SQLite now, PostgreSQL later, one SQL text for both.
//
// SQL lives in named blocks (`-- name: insert_ticket`) of the .sql files beside the stores,
// embedded at build time and prepared on first use of each connection; Engine::open prepares every
// block once, so a typo fails the start and not a request. Parameters are $1..$n; values are int64,
// text or NULL; times are epoch milliseconds UTC.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace hotline::record {

enum class DbErrorKind { unique, constraint, busy, interrupted, io, corrupt, full, other };

class DbError : public std::runtime_error {
  public:
    DbError(DbErrorKind kind, const std::string& what) : std::runtime_error(what), kind_(kind) {}
    DbErrorKind kind() const { return kind_; }

  private:
    DbErrorKind kind_;
};

// A prepared statement of one connection. Bind all parameters, then step; it is reset by the next
// bind(1). Same thread as its connection. Throws DbError.
class Statement {
  public:
    virtual ~Statement() = default;
    virtual void bind(int parameter, std::int64_t value) = 0;
    virtual void bind(int parameter,
                      std::string_view text) = 0;  // copied or used before the next bind
    virtual void bind_null(int parameter) = 0;
    virtual bool step() = 0;  // true: a row is there
    virtual void reset() = 0;
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;
    virtual std::string_view text(int column) const = 0;  // valid until the next step or reset
};

class Connection {
  public:
    virtual ~Connection() = default;
    // The statement of a named block. Throws std::logic_error on an unknown name.
    virtual Statement& query(std::string_view name) = 0;
    virtual void begin() = 0;   // a write transaction on the writer, a snapshot on a reader
    virtual void commit() = 0;  // throws DbError; io, corrupt and full mean: outcome unknown
    virtual void rollback() = 0;
    virtual void savepoint() = 0;
    virtual void release_savepoint() = 0;
    virtual void rollback_to_savepoint() = 0;
    // Reader only: statements of this connection throw DbError{interrupted} after `ms` from now.
    virtual void set_deadline(std::int64_t ms) = 0;
    virtual void checkpoint() = 0;  // writer only, between transactions
};

class Engine {
  public:
    virtual ~Engine() = default;
    virtual std::unique_ptr<Connection> open_writer() = 0;
    virtual std::unique_ptr<Connection> open_reader() = 0;
    // Empty when the database is sound, else what is wrong, one line each (integrity and foreign
    // keys).
    virtual std::string check_integrity() = 0;
};

// full: what was committed survives a power cut. scratch: for databases that are thrown away (a
// replay), where waiting for the disk buys nothing.
enum class Durability { full, scratch };

// Opens or creates the SQLite database `directory/hotline.db` (directory mode 0700), takes the lock
// file, runs forward migrations and verifies their checksums. Throws std::runtime_error with a
// message for the operator: locked by another process, newer schema, changed migration, unsafe
// SQLite version.
std::unique_ptr<Engine> open_sqlite(const std::string& directory,
                                    Durability durability = Durability::full);

}  // namespace hotline::record
