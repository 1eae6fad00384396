// Brings a file of requests in through the one door: each record is one command, so that nothing is
// ever half imported, and a second run finds every record already there and adds nothing.
#pragma once

#include "server/import/mapping.hpp"
#include "ticketing/record/writer.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace hotline::server {

struct RefusedRecord {
    std::int64_t line = 0;
    std::string external_id;
    Refusal why;
};

struct ImportReport {
    std::int64_t read = 0;
    std::int64_t added = 0;
    std::int64_t already_there = 0;
    std::vector<RefusedRecord> refused;  // in file order
    bool stopped = false;  // the store failed: run the same import again once it is mended
};

struct ImportProgress {
    std::int64_t read = 0;
    std::int64_t added = 0;
    std::int64_t already_there = 0;
    std::int64_t refused = 0;
};

enum class ImportFormat { csv, json_lines };

struct ImportJob {
    std::string path;
    ImportFormat format = ImportFormat::json_lines;
    Mapping mapping;
    Actor actor;
    // Completes a command before it is submitted (routing); may be empty.
    std::function<void(OpenTicket&)> prepare;
    // Every 1,000 records and at the end, on the calling thread; may be empty.
    std::function<void(const ImportProgress&)> progress;
};

// Blocks the calling thread until the file is worked off. Throws std::runtime_error when the file
// cannot be read at all.
ImportReport run_import(record::Writer& writer, const ImportJob& job);

}  // namespace hotline::server
