// Where "now" comes from. The one place outside main that may read a clock is SystemTime; replay,
// tests and simulation use VirtualTime.
#pragma once

#include "ticketing/rules/time.hpp"

#include <atomic>
#include <cstdint>

namespace hotline::record {

class TimeSource {
  public:
    virtual ~TimeSource() = default;
    // Both from any thread.
    virtual Instant now() const = 0;
    // Time since some fixed moment, suspended machine included; nobody can set it. A change of
    // now() - uptime() is a step of the wall clock.
    virtual Millis uptime() const = 0;
};

class SystemTime final : public TimeSource {
  public:
    Instant now() const override;
    Millis uptime() const override;
};

// Stands still until it is moved. Any thread may move or read it.
class VirtualTime final : public TimeSource {
  public:
    explicit VirtualTime(Instant start) : now_ms_(start.time_since_epoch().count()) {}
    Instant now() const override { return Instant{Millis{now_ms_.load()}}; }
    Millis uptime() const override { return Millis{uptime_ms_.load()}; }
    // Time passes until `at`.
    void set(Instant at) { pass(at - now()); }
    void pass(Millis by) {
        now_ms_ += by.count();
        uptime_ms_ += by.count();
    }
    // Somebody sets the wall clock: no time passes.
    void step(Millis by) { now_ms_ += by.count(); }

  private:
    std::atomic<std::int64_t> now_ms_;
    std::atomic<std::int64_t> uptime_ms_{0};
};

}  // namespace hotline::record
