// Which column of an import file becomes which member of a request.
//
// Read from a TOML file (config/import/*.toml), or the built-in mapping of JSON lines: id, user,
// title, body, created_at.
#pragma once

#include "server/import/source_record.hpp"
#include "ticketing/rules/command.hpp"
#include "ticketing/rules/result.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hotline::server {

// A member's text: the columns' texts joined by `join`, empty ones left out.
struct ColumnText {
    std::vector<std::string> columns;
    std::string join;
};

// A member with a closed list of values: the column's text looked up in `values`, else `otherwise`.
struct ColumnChoice {
    std::string column;  // empty: always `otherwise`
    std::map<std::string, std::string> values;
    std::string otherwise;
};

struct Mapping {
    std::string
        source;  // goes into Request::source; with external_id it makes an import repeatable
    ColumnText external_id;
    ColumnText title;
    ColumnText body;
    ColumnText place;
    ColumnText caller_name;
    ColumnText caller_phone;
    std::string received_at;  // column
    ColumnChoice channel;
    ColumnChoice kind;
    ColumnChoice district;
    int utc_offset_minutes = 480;  // of times without an offset
};

// Throws ConfigError (server/config/toml_reader.hpp) with file:line:column of every problem.
Mapping load_mapping(const std::string& path);

Mapping json_lines_mapping(std::string source);

// The command, or why this record cannot be one; Refusal::field names the column.
Result<OpenTicket> map_record(const Mapping& mapping, const SourceRecord& record);

}  // namespace hotline::server
