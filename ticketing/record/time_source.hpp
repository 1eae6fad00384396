// Where "now" comes from. The one place outside main that may read a clock is SystemTime; replay,
// tests and simulation use VirtualTime.
#pragma once

#include "ticketing/rules/time.hpp"

#include <atomic>

namespace hotline::record {

class TimeSource {
  public:
    virtual ~TimeSource() = default;
    virtual Instant now() const = 0;  // any thread
};

class SystemTime final : public TimeSource {
  public:
    Instant now() const override;
};

// Stands still until it is moved. Any thread may move or read it.
class VirtualTime final : public TimeSource {
  public:
    explicit VirtualTime(Instant start) : now_ms_(start.time_since_epoch().count()) {}
    Instant now() const override { return Instant{Millis{now_ms_.load()}}; }
    void set(Instant at) { now_ms_.store(at.time_since_epoch().count()); }

  private:
    std::atomic<std::int64_t> now_ms_;
};

}  // namespace hotline::record
