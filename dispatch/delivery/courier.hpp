// The courier: carries outbox rows to the units' webhooks. At least once, in order per (endpoint,
// ticket), with the same id at every attempt; never gives up.
//
// A commit pokes it, because it may have added rows; it sleeps until the next attempt that is due;
// a sweep is the net. The result of every attempt goes through the one door as DeliveryWork: until
// that is committed the row stays leased in memory, and a crash before it sends the row again.
#pragma once

#include "dispatch/delivery/delivery_plan.hpp"
#include "dispatch/delivery/webhook_transport.hpp"
#include "dispatch/loop.hpp"
#include "ticketing/record/endpoint.hpp"
#include "ticketing/record/reads.hpp"
#include "ticketing/record/time_source.hpp"
#include "ticketing/record/writer.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>

namespace hotline::dispatch {

struct CourierSetup {
    boost::asio::any_io_executor strand;  // its own; the transport's too
    // These outlive the object, and so does the context of the strand.
    record::Reads* reads = nullptr;
    record::Writer* writer = nullptr;
    const record::TimeSource* time = nullptr;
    WebhookTransport* transport = nullptr;
    std::shared_ptr<const record::EndpointBook> endpoints;
    DeliveryLimits limits;
    std::function<double()> random;  // [0, 1), for the jitter; empty: a seeded generator
    Millis sweep{30'000};
    Millis stop_grace{5'000};  // attempts in flight may finish for so long when stop() was called
};

class Courier {
  public:
    explicit Courier(CourierSetup setup);
    ~Courier();

    void start();
    void poke();  // any thread; after each commit
    // Any thread. Starts nothing new; attempts in flight may finish during the grace and are cut
    // off after it (their rows are sent again after the next start); then `stopped` runs on the
    // strand.
    void stop(std::function<void()> stopped);
    LoopHealth health() const;

  private:
    struct State;

    std::shared_ptr<State> state_;
    std::shared_ptr<Loop> loop_;
};

}  // namespace hotline::dispatch
