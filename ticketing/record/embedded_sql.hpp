// The .sql files of sql/, compiled in by cmake/EmbedSql.cmake.
#pragma once

#include <cstddef>
#include <string_view>

namespace hotline::record {

struct EmbeddedFile {
    std::string_view path;  // below sql/: "tickets.sql", "migrations/0001_tickets_and_journal.sql"
    std::string_view text;
};

extern const EmbeddedFile embedded_sql[];
extern const std::size_t embedded_sql_count;

}  // namespace hotline::record
