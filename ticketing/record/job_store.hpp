// Background jobs and how far they have come. One connection, one thread; throws DbError.
#pragma once

#include "ticketing/record/engine.hpp"
#include "ticketing/record/job.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace hotline::record {

// Writer thread only.
class JobStore {
  public:
    explicit JobStore(Connection& connection);

    std::optional<Job> find(std::int64_t id);
    void insert(const Job& job);
    void update(const Job& job);  // state, progress, detail and times

  private:
    Statement& find_;
    Statement& insert_;
    Statement& update_;
};

std::int64_t read_last_job_id(Connection& connection);  // 0 when there is none
std::optional<Job> read_job(Connection& connection, std::int64_t id);
std::vector<Job> read_jobs(Connection& connection);             // oldest first
std::vector<Job> read_unfinished_jobs(Connection& connection);  // oldest first

}  // namespace hotline::record
