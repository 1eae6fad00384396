#include "ticketing/record/sqlite/sqlite_error.hpp"

#include <sqlite3.h>

namespace hotline::record {

DbErrorKind error_kind(int extended_code) {
    switch (extended_code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
            return DbErrorKind::unique;
        default:
            break;
    }
    switch (extended_code & 0xff) {
        case SQLITE_CONSTRAINT:
            return DbErrorKind::constraint;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return DbErrorKind::busy;
        case SQLITE_INTERRUPT:
            return DbErrorKind::interrupted;
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY:
            return DbErrorKind::io;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return DbErrorKind::corrupt;
        case SQLITE_FULL:
            return DbErrorKind::full;
        default:
            return DbErrorKind::other;
    }
}

void throw_sqlite(sqlite3* db, int code, const std::string& doing) {
    const int extended = db != nullptr ? sqlite3_extended_errcode(db) : code;
    const char* message = db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(code);
    throw DbError(error_kind(extended),
                  doing + ": " + message + " (" + std::to_string(extended) + ")");
}

}  // namespace hotline::record
