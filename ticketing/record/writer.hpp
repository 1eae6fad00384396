// The one door: a bounded queue of two lanes and the only thread that writes.
//
// A group of waiting items is decided, applied and saved in one transaction and answered after its
// COMMIT (fsync). A refused item writes nothing. When an item fails inside the database the group
// is rolled back and run again with a savepoint each, so that one failing item never harms its
// neighbours. After an I/O error at COMMIT the outcome is unknown: nobody is answered with success,
// the writer stops for good and `on_fatal` is called (docs/adr/0001).
#pragma once

#include "ticketing/record/endpoint.hpp"
#include "ticketing/record/engine.hpp"
#include "ticketing/record/journal_entry.hpp"
#include "ticketing/record/time_source.hpp"
#include "ticketing/record/work.hpp"
#include "ticketing/rules/policy.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace hotline::record {

struct WriterLimits {
    std::size_t queue_max = 4096;             // items waiting
    std::size_t queue_bytes_max = 64u << 20;  // their text, in bytes
    std::size_t group_max = 256;              // normal items in one transaction
    std::size_t background_queue_max = 1024;  // items waiting in the background lane
    std::size_t background_group_max = 32;    // background items in one transaction, after those
};

struct WriterStats {
    std::uint64_t groups = 0;
    std::uint64_t committed = 0;
    std::uint64_t refused = 0;
    std::uint64_t repeated = 0;
    std::uint64_t retried_groups = 0;
    std::uint64_t queue_depth = 0;       // of the normal lane
    std::uint64_t background_depth = 0;  // of the background lane
    std::int64_t last_seq = 0;
    bool failed = false;
};

struct WriterSetup {
    Engine* engine = nullptr;          // outlives the writer
    const TimeSource* time = nullptr;  // outlives the writer
    std::shared_ptr<const PolicyBook> policies;
    std::shared_ptr<const EndpointBook> endpoints;
    WriterLimits limits;
    // All on the writer thread; must not block. The span is valid during the call only.
    std::function<void(std::span<const CommittedChange>)> on_commit;
    // A publication is durable: everything after it is decided with `book`. Called before the
    // publisher is answered; once a group, with the last book.
    std::function<void(const std::shared_ptr<const PolicyBook>& book)> on_publish;
    std::function<void(const std::string& reason)> on_fatal;
};

class Writer {
  public:
    explicit Writer(WriterSetup setup);  // opens its connection and starts the thread
    ~Writer();                           // stop() and join
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    // Any thread. Never blocks: a full lane calls `done` at once with `overloaded`.
    void submit(WorkItem item, OnOutcome done, Lane lane = Lane::normal);

    // Blocks the calling thread; for the command line, replay and tests, never on an io thread.
    Outcome execute(WorkItem item);

    // Refuses new work, commits what is queued, checkpoints, ends the thread. Idempotent.
    void stop();

    WriterStats stats() const;  // any thread

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace hotline::record
