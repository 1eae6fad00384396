// The embedded SQL, taken apart: named blocks for the stores and migrations for the schema.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::record {

// Name to text, of every `-- name: x` block. Parsed on first use, then immutable; any thread.
// Throws std::logic_error when two blocks share a name or text stands before the first name.
using SqlBlocks = std::map<std::string, std::string, std::less<>>;
const SqlBlocks& sql_blocks();

SqlBlocks parse_blocks(std::string_view text);

// One forward step of the schema. Its text never changes once released: a changed checksum is
// refused.
struct Migration {
    int version = 0;   // 1, 2, ... from the file's name
    std::string name;  // "0001_tickets_and_journal"
    std::string text;  // with $INT and the like still in it
};

// In order of version, without gaps; std::logic_error otherwise.
std::vector<Migration> embedded_migrations();

}  // namespace hotline::record
