// The auditor: looks, apart from the deadlines' own loop, whether every due step has been acted on,
// raises an alarm when one has not, and sends a heartbeat as long as all is well.
//
// A dead man's switch: whoever watches the heartbeat's address learns of a silence even when this
// whole process is gone. Within the process the report goes stale (AuditReport::at) when the
// auditor itself hangs; GET /healthz/deadlines turns both into 503.
#pragma once

#include "dispatch/delivery/webhook_transport.hpp"
#include "dispatch/loop.hpp"
#include "ticketing/record/reads.hpp"
#include "ticketing/record/time_source.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace hotline::dispatch {

struct AuditReport {
    std::optional<Instant> at;      // of the last look; empty before the first
    std::optional<Instant> oldest;  // the earliest due step that nobody has acted on yet
    Millis lag{0};                  // for how long
    bool alarmed = false;           // lag is above the limit, or the look itself failed
    std::string why;                // of an alarm
    std::uint64_t heartbeats = 0;   // accepted by the watcher
    std::string heartbeat_error;    // of the last attempt; empty when it was accepted
};

struct AuditorSetup {
    boost::asio::any_io_executor strand;  // its own
    // These outlive the object, and so does the context of the strand.
    record::Reads* reads = nullptr;
    const record::TimeSource* time = nullptr;
    WebhookTransport* transport = nullptr;  // null: no heartbeat
    std::string heartbeat_url;              // empty: no heartbeat
    Millis every{10'000};
    Millis lag_max{
        60'000};  // an alarm above it. Above the hold after a set clock (clock_watch.hpp)
    // An alarm begins or ends. On the strand; must not block.
    std::function<void(const AuditReport&)> on_change;
};

class Auditor {
  public:
    explicit Auditor(AuditorSetup setup);
    ~Auditor();

    void start();
    void poke();                               // looks now; any thread
    void stop(std::function<void()> stopped);  // any thread, as Loop::stop
    LoopHealth health() const;
    AuditReport report() const;  // any thread

    // Whether all is well at `now`: looked at lately, and no alarm.
    bool is_well(Instant now) const;

  private:
    struct State;
    static boost::asio::awaitable<std::optional<Instant>> turn(std::shared_ptr<State> state);

    std::shared_ptr<State> state_;
    Loop loop_;  // last: it runs turns over the state
};

}  // namespace hotline::dispatch
