#include "ticketing/record/job_store.hpp"

#include "ticketing/record/row.hpp"

namespace hotline::record {
namespace {

Job job_of(Statement& row) {
    Job job;
    JobProgress& progress = job.progress;
    Row{row}.read(job.id, job.kind, job.publication, job.arguments, job.state, progress.cursor,
                  progress.total, progress.visited, progress.changed, progress.corrected,
                  job.detail, job.started_at, job.updated_at, job.finished_at);
    return job;
}

std::optional<Job> first_of(Statement& row) {
    const ResetOnExit reset{row};
    return row.step() ? std::optional{job_of(row)} : std::nullopt;
}

std::vector<Job> all_of(Statement& rows) {
    std::vector<Job> jobs;
    while (rows.step())
        jobs.push_back(job_of(rows));
    return jobs;
}

}  // namespace

JobStore::JobStore(Connection& connection)
    : find_(connection.query("job")),
      insert_(connection.query("insert_job")),
      update_(connection.query("update_job")) {}

std::optional<Job> JobStore::find(std::int64_t id) {
    return first_of(bound(find_, id));
}

void JobStore::insert(const Job& job) {
    const JobProgress& progress = job.progress;
    run(insert_, job.id, job.kind, job.publication, job.arguments, job.state, progress.cursor,
        progress.total, progress.visited, progress.changed, progress.corrected, job.detail,
        job.started_at, job.updated_at, job.finished_at);
}

void JobStore::update(const Job& job) {
    const JobProgress& progress = job.progress;
    run(update_, job.id, job.state, progress.cursor, progress.total, progress.visited,
        progress.changed, progress.corrected, job.detail, job.updated_at, job.finished_at);
}

std::int64_t read_last_job_id(Connection& connection) {
    std::int64_t id = 0;
    read_one(connection.query("last_job_id"), id);
    return id;
}

std::optional<Job> read_job(Connection& connection, std::int64_t id) {
    return first_of(bound(connection.query("job"), id));
}

std::vector<Job> read_jobs(Connection& connection) {
    return all_of(connection.query("jobs"));
}

std::vector<Job> read_unfinished_jobs(Connection& connection) {
    return all_of(connection.query("unfinished_jobs"));
}

}  // namespace hotline::record
