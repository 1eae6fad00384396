#include "ticketing/record/sqlite/sqlite_statement.hpp"

#include "ticketing/record/sqlite/sqlite_error.hpp"

#include <sqlite3.h>

#include <cstring>
#include <utility>

namespace hotline::record {

const char* TextKeep::keep(std::string_view text) {
    if (!block_) block_ = std::make_unique_for_overwrite<char[]>(block_bytes);
    char* place = nullptr;
    if (text.size() <= block_bytes - used_) {
        place = block_.get() + used_;
        used_ += text.size();
    } else {
        place = large_.emplace_back(std::make_unique_for_overwrite<char[]>(text.size())).get();
    }
    if (!text.empty()) std::memcpy(place, text.data(), text.size());
    return place;
}

void TextKeep::clear() {
    used_ = 0;
    large_.clear();
}

SqliteStatement::SqliteStatement(sqlite3* db, std::string name, const std::string& sql)
    : db_(db), name_(std::move(name)) {
    const int code = sqlite3_prepare_v3(db, sql.c_str(), static_cast<int>(sql.size() + 1),
                                        SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
    if (code != SQLITE_OK) throw_sqlite(db, code, "preparing " + name_);
    const int count = sqlite3_bind_parameter_count(statement_);
    for (int i = 1; i <= count; ++i) {
        const int index =
            sqlite3_bind_parameter_index(statement_, ("$" + std::to_string(i)).c_str());
        if (index == 0) {
            sqlite3_finalize(statement_);
            throw DbError(DbErrorKind::other, name_ + " does not use $" + std::to_string(i));
        }
        indexes_.push_back(index);
    }
}

SqliteStatement::~SqliteStatement() {
    sqlite3_finalize(statement_);
}

int SqliteStatement::index_of(int parameter) {
    if (stepped_) reset();
    // Index 0 does not exist: SQLite then answers SQLITE_RANGE.
    const auto place = static_cast<std::size_t>(parameter - 1);
    return place < indexes_.size() ? indexes_[place] : 0;
}

void SqliteStatement::check(int code, int parameter) {
    if (code != SQLITE_OK) throw_sqlite(db_, code, name_ + ", $" + std::to_string(parameter));
}

void SqliteStatement::bind(int parameter, std::int64_t value) {
    const int index = index_of(parameter);
    check(sqlite3_bind_int64(statement_, index, value), parameter);
}

void SqliteStatement::bind(int parameter, std::string_view text) {
    const int index = index_of(parameter);
    check(sqlite3_bind_text64(statement_, index, texts_.keep(text), text.size(), SQLITE_STATIC,
                              SQLITE_UTF8),
          parameter);
}

void SqliteStatement::bind_null(int parameter) {
    const int index = index_of(parameter);
    check(sqlite3_bind_null(statement_, index), parameter);
}

bool SqliteStatement::step() {
    stepped_ = true;
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) {
        sqlite3_reset(statement_);
        return false;
    }
    const int extended = sqlite3_extended_errcode(db_);
    const std::string message = sqlite3_errmsg(db_);
    sqlite3_reset(statement_);
    throw DbError(error_kind(extended),
                  name_ + ": " + message + " (" + std::to_string(extended) + ")");
}

void SqliteStatement::reset() {
    sqlite3_reset(statement_);
    texts_.clear();
    stepped_ = false;
}

bool SqliteStatement::is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t SqliteStatement::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

std::string_view SqliteStatement::text(int column) const {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    if (text == nullptr) return {};
    return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

}  // namespace hotline::record
