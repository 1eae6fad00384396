// What the server counts, for Prometheus. Counting is cheap and from any thread; the text is made
// when somebody asks.
#pragma once

#include "dispatch/deadlines/auditor.hpp"
#include "dispatch/loop.hpp"
#include "server/http/listener.hpp"
#include "ticketing/record/writer.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hotline::server {

// What is read when the text is made.
struct MetricsSnapshot {
    record::WriterStats writer;
    ListenerStats listener;
    std::vector<dispatch::LoopHealth> loops;
    dispatch::AuditReport audit;
    std::optional<std::int64_t> outbox_pending;  // empty: not known, the gauge keeps its value
    std::uint64_t log_lines_dropped = 0;
};

class Metrics {
  public:
    Metrics();
    ~Metrics();

    void count(const Exchange& exchange);
    std::string text(const MetricsSnapshot& snapshot);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace hotline::server
