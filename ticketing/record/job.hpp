// Work in the background that outlives the process, such as a recalculation after a publication:
// what was asked, and how far it has come.
#pragma once

#include "ticketing/rules/time.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace hotline::record {

enum class JobState { running, done, failed };

// All counts are totals since the start, so that a report that is lost or repeated does no harm.
struct JobProgress {
    std::int64_t cursor = 0;  // the last ticket that is done with; 0 before the first
    std::int64_t total = 0;   // tickets to visit, as counted at the start
    std::int64_t visited = 0;
    std::int64_t changed = 0;    // a due instant or a step moved
    std::int64_t corrected = 0;  // a decided overdue got a correction
    friend bool operator==(const JobProgress&, const JobProgress&) = default;
};

struct Job {
    std::int64_t id = 0;  // 1, 2, ...
    std::string kind;     // "recount"
    std::optional<std::int64_t> publication;
    std::string arguments;  // JSON
    JobState state = JobState::running;
    JobProgress progress;
    std::string detail;  // of a failed job: why
    Instant started_at{};
    Instant updated_at{};
    std::optional<Instant> finished_at;
    friend bool operator==(const Job&, const Job&) = default;
};

}  // namespace hotline::record
