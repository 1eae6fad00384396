// One record of an import file: named columns as text, before any meaning is given to them.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace hotline::server {

struct SourceRecord {
    std::int64_t line = 0;  // of the file, where the record starts, from 1
    std::map<std::string, std::string> columns;
    std::string error;  // not empty: the record could not be read, columns are empty
};

// Called per record in file order; false stops reading.
using OnRecord = std::function<bool(SourceRecord)>;

// RFC 4180 with a header line, UTF-8, with or without a byte order mark. A record with too many or
// too few fields, or not UTF-8, is given with an error. Throws std::runtime_error when the file
// cannot be opened or has no header.
void read_csv(const std::string& path, const OnRecord& on_record);

// One JSON object a line; numbers, booleans and null become their JSON text, null an empty text. A
// line that is not an object, or holds nested values, is given with an error. Throws
// std::runtime_error when the file cannot be opened.
void read_json_lines(const std::string& path, const OnRecord& on_record);

}  // namespace hotline::server
