// Brings a database's schema forward, one transaction a step.
#pragma once

#include "ticketing/record/sql_blocks.hpp"

#include <string>
#include <vector>

struct sqlite3;

namespace hotline::record {

// Applies what is missing and verifies the SHA-256 of what was applied before. Throws
// std::runtime_error for the operator: the database is newer than this program, or a released
// migration was changed.
void migrate(sqlite3* db, const std::vector<Migration>& migrations);

// The migration's text in SQLite's words: $INT and the like replaced, lines that end in
// `-- only: postgresql` left out.
std::string sqlite_ddl(const std::string& text);

}  // namespace hotline::record
