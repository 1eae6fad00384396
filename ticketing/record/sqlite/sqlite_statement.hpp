// One prepared statement of one SQLite connection.
#pragma once

#include "ticketing/record/engine.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace hotline::record {

// Keeps copies of bound texts until the statement is reset, so that callers may bind temporaries.
// Texts of a row fit into one block that is reused, so that binding costs a copy and no allocation.
class TextKeep {
  public:
    const char* keep(std::string_view text);
    void clear();

  private:
    static constexpr std::size_t block_bytes = 16 * 1024;
    std::unique_ptr<char[]> block_;
    std::size_t used_ = 0;
    std::vector<std::unique_ptr<char[]>> large_;  // texts that did not fit
};

class SqliteStatement final : public Statement {
  public:
    // Throws DbError when the text does not prepare. `name` is for messages.
    SqliteStatement(sqlite3* db, std::string name, const std::string& sql);
    ~SqliteStatement() override;
    SqliteStatement(const SqliteStatement&) = delete;
    SqliteStatement& operator=(const SqliteStatement&) = delete;

    void bind(int parameter, std::int64_t value) override;
    void bind(int parameter, std::string_view text) override;
    void bind_null(int parameter) override;
    bool step() override;
    void reset() override;
    bool is_null(int column) const override;
    std::int64_t integer(int column) const override;
    std::string_view text(int column) const override;

  private:
    int index_of(int parameter);  // resets first when the statement has run
    void check(int code, int parameter);

    sqlite3* db_;
    std::string name_;
    sqlite3_stmt* statement_ = nullptr;
    std::vector<int>
        indexes_;  // SQLite's index of $1, $2, ...: named, numbered by first appearance
    TextKeep texts_;
    bool stepped_ = false;
};

}  // namespace hotline::record
