#include "ticketing/record/sql_blocks.hpp"

#include "ticketing/record/embedded_sql.hpp"

#include <charconv>
#include <span>
#include <stdexcept>

namespace hotline::record {
namespace {

constexpr std::string_view name_mark = "-- name: ";
constexpr std::string_view migrations_folder = "migrations/";

bool is_comment(std::string_view line) {
    const auto start = line.find_first_not_of(" \t");
    return start == std::string_view::npos || line.substr(start).starts_with("--");
}

std::string_view take_line(std::string_view& text) {
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return line;
}

SqlBlocks parse_all() {
    SqlBlocks all;
    for (const EmbeddedFile& file : std::span{embedded_sql, embedded_sql_count}) {
        if (file.path.starts_with(migrations_folder)) continue;
        SqlBlocks blocks = parse_blocks(file.text);
        all.merge(blocks);
        if (!blocks.empty())
            throw std::logic_error("two SQL blocks named " + blocks.begin()->first);
    }
    return all;
}

}  // namespace

SqlBlocks parse_blocks(std::string_view text) {
    SqlBlocks blocks;
    std::string* block = nullptr;
    while (!text.empty()) {
        const std::string_view line = take_line(text);
        if (line.starts_with(name_mark)) {
            const auto [found, added] =
                blocks.try_emplace(std::string{line.substr(name_mark.size())});
            if (!added) throw std::logic_error("two SQL blocks named " + found->first);
            block = &found->second;
        } else if (!is_comment(line)) {
            if (block == nullptr) throw std::logic_error("SQL before the first -- name:");
            block->append(line).append("\n");
        }
    }
    return blocks;
}

const SqlBlocks& sql_blocks() {
    static const SqlBlocks blocks = parse_all();
    return blocks;
}

std::vector<Migration> embedded_migrations() {
    std::vector<Migration> migrations;
    for (const EmbeddedFile& file : std::span{embedded_sql, embedded_sql_count}) {
        if (!file.path.starts_with(migrations_folder)) continue;
        Migration migration;
        migration.name = file.path.substr(migrations_folder.size());
        migration.name.resize(migration.name.rfind('.'));
        migration.text = file.text;
        const char* begin = migration.name.data();
        std::from_chars(begin, begin + migration.name.size(), migration.version);
        // The files come sorted by name, so their versions must count 1, 2, ...
        if (migration.version != static_cast<int>(migrations.size()) + 1) {
            throw std::logic_error("migrations are not numbered 1, 2, ...: " + migration.name);
        }
        migrations.push_back(std::move(migration));
    }
    return migrations;
}

}  // namespace hotline::record
