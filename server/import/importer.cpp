#include "server/import/importer.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace hotline::server {
namespace {

// Enough to fill a group commit, small enough that a stop loses nothing worth mentioning.
constexpr std::size_t in_flight_max = 512;
constexpr std::int64_t progress_every = 1000;

// Commands in flight and what became of them. `settle` runs on the writer thread.
class Flight {
  public:
    void wait_for_room() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return in_flight_ < in_flight_max; });
        ++in_flight_;
    }

    void wait_for_all() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return in_flight_ == 0; });
    }

    void refuse(RefusedRecord record) {
        const std::lock_guard lock(mutex_);
        report_.refused.push_back(std::move(record));
    }

    void settle(RefusedRecord record, const record::Outcome& outcome) {
        const std::lock_guard lock(mutex_);
        --in_flight_;
        changed_.notify_one();
        if (outcome.has_value()) {
            ++report_.added;
        } else if (outcome.error().code == "external_id_taken") {
            ++report_.already_there;
        } else {
            const std::string& code = outcome.error().code;
            report_.stopped |= code == "store_failed" || code == "stopping";
            record.why = outcome.error();
            report_.refused.push_back(std::move(record));
        }
    }

    ImportProgress progress(std::int64_t read) {
        const std::lock_guard lock(mutex_);
        return {read, report_.added, report_.already_there,
                static_cast<std::int64_t>(report_.refused.size())};
    }

    bool stopped() {
        const std::lock_guard lock(mutex_);
        return report_.stopped;
    }

    ImportReport take() { return std::move(report_); }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t in_flight_ = 0;
    ImportReport report_;
};

void submit(record::Writer& writer, const ImportJob& job, Flight& flight, std::int64_t line,
            OpenTicket command) {
    RefusedRecord origin{line, command.request.external_id, {}};
    record::TicketWork work;
    work.actor = job.actor;
    if (job.prepare) job.prepare(command);
    work.command = std::move(command);
    flight.wait_for_room();
    writer.submit(std::move(work), [&flight, origin](const record::Outcome& outcome) {
        flight.settle(origin, outcome);
    });
}

}  // namespace

ImportReport run_import(record::Writer& writer, const ImportJob& job) {
    Flight flight;
    std::int64_t read = 0;
    const OnRecord on_record = [&](SourceRecord record) {
        ++read;
        auto command = map_record(job.mapping, record);
        if (command.has_value()) {
            submit(writer, job, flight, record.line, std::move(*command));
        } else {
            flight.refuse({record.line, "", command.error()});
        }
        if (job.progress && read % progress_every == 0) job.progress(flight.progress(read));
        return !flight.stopped();
    };
    if (job.format == ImportFormat::csv) {
        read_csv(job.path, on_record);
    } else {
        read_json_lines(job.path, on_record);
    }
    flight.wait_for_all();
    if (job.progress) job.progress(flight.progress(read));
    ImportReport report = flight.take();
    report.read = read;
    std::sort(report.refused.begin(), report.refused.end(),
              [](const auto& a, const auto& b) { return a.line < b.line; });
    return report;
}

}  // namespace hotline::server
