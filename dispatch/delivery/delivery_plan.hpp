// Which outbox rows are sent now: the planning half of delivery, without a loop, a clock or a
// network.
//
// The lease of a row is its (endpoint, ticket) in this plan, in memory. After a crash rows are sent
// again with the same id, which the receiver uses to drop the second copy.
#pragma once

#include "ticketing/record/endpoint.hpp"
#include "ticketing/record/reads.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace hotline::dispatch {

struct DeliveryLimits {
    std::int32_t in_flight_max = 64;
    std::int32_t per_endpoint_max = 4;
    // After so many failures in a row an endpoint has one slot until it answers again: a department
    // is never switched off, only slowed, and dead ones cannot hold all slots.
    std::int32_t failures_until_slow = 3;
    std::int32_t page_max = 512;  // due rows read at once
};

struct Delivery {
    record::OutboxItem item;
    record::Endpoint endpoint;
};

// One strand.
class DeliveryPlan {
  public:
    explicit DeliveryPlan(DeliveryLimits limits) : limits_(limits) {}

    // Before each read of due rows. A lease ends here and not in finished(): a read that began
    // before the result was committed still shows the row as due.
    void begin_turn(Instant now);

    bool has_room() const { return in_flight_ < limits_.in_flight_max; }
    std::int32_t page_max() const { return limits_.page_max; }
    // Rows of one endpoint in a page: those in flight come first, the free ones after them.
    std::int32_t page_per_endpoint_max() const { return 2 * limits_.per_endpoint_max; }

    // The rows to send now, each leased until finished().
    std::vector<Delivery> choose(std::vector<record::OutboxItem> due,
                                 const record::EndpointBook& endpoints);

    enum class Result {
        delivered,
        failed,
        given_up,  // by us: says nothing of the endpoint
    };

    // The result is recorded, or never will be. `retry_at`: when a failed row may be attempted
    // again.
    void finished(const record::OutboxItem& item, Result result, std::optional<Instant> retry_at);

    // The result could not be recorded, so the row is still due: it stays leased until `until`,
    // lest it is sent again and again.
    void hold(const record::OutboxItem& item, Instant until);

    // When the next turn is wanted. Rows that are due but wait for a slot want none: the end of an
    // attempt pokes. `next_at` is the earliest attempt that the record knows, which a row in flight
    // or of a lost endpoint can hide.
    std::optional<Instant> wake_at(Instant now, std::optional<Instant> next_at);

    // Endpoints of due rows that the city pack no longer has; each is given once.
    std::vector<std::string> take_lost_endpoints();

    std::int32_t in_flight() const { return in_flight_; }

  private:
    using Key = std::pair<std::string, TicketNumber>;

    DeliveryLimits limits_;
    struct Traffic {
        std::int32_t in_flight = 0;
        std::int32_t failures = 0;  // in a row
    };

    std::set<Key> leased_;       // in flight, or finished in this turn
    std::vector<Key> finished_;  // leases to end at the next turn
    std::vector<std::pair<Key, Instant>> held_;
    std::map<std::string, Traffic> traffic_;  // by endpoint
    std::int32_t in_flight_ = 0;
    std::set<Instant> retries_;  // future ones of this process, the earliest
    std::set<std::string> lost_;
    std::vector<std::string> newly_lost_;
};

}  // namespace hotline::dispatch
