// SQLite's result codes as DbError.
#pragma once

#include "ticketing/record/engine.hpp"

struct sqlite3;

namespace hotline::record {

DbErrorKind error_kind(int extended_code);

// Throws DbError with the connection's message; `doing` is what was tried, for the log.
[[noreturn]] void throw_sqlite(sqlite3* db, int code, const std::string& doing);

}  // namespace hotline::record
