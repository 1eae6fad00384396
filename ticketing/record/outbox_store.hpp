// The outbox: webhooks owed, in one queue per (endpoint, ticket). Only a queue's head may be
// attempted, so the order per ticket holds and finding what is due costs nothing for the rows that
// wait. One connection, one thread; throws DbError.
#pragma once

#include "ticketing/record/engine.hpp"
#include "ticketing/record/reads.hpp"
#include "ticketing/record/work.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hotline::record {

struct QueueEnd {
    std::int64_t sequence = 0;  // of the last row, 0 for an empty queue
    bool settled = true;        // nothing undelivered: the next row becomes the head
};

struct OutboxRow {
    TicketNumber ticket;
    std::string endpoint;
    std::int64_t sequence = 0;
    std::int32_t attempts = 0;
    std::optional<Instant> delivered_at;
    bool head = false;
};

// Writer thread only.
class OutboxStore {
  public:
    explicit OutboxStore(Connection& connection);

    QueueEnd queue_end(TicketNumber ticket, const std::string& endpoint);
    void insert(const OutboxItem& item, bool head);

    std::optional<OutboxRow> find(std::int64_t id);
    // Records the attempt; a delivered row leaves its queue and the next becomes the head.
    void settle(const OutboxRow& row, const DeliveryWork& attempt);

  private:
    Statement& queue_end_;
    Statement& insert_;
    Statement& row_;
    Statement& insert_attempt_;
    Statement& settle_;
    Statement& next_head_;
    Statement& reschedule_;
};

std::int64_t read_last_outbox_id(Connection& connection);
// ReadSession::due_outbox: costs the heads that are due, and a look a waiting endpoint.
std::vector<OutboxItem> read_due_outbox(Connection& connection, Instant now, std::int32_t limit,
                                        std::int32_t per_endpoint_max);
std::optional<Instant> read_next_outbox_at(Connection& connection);
std::vector<OutboxItem> read_outbox_of(Connection& connection, TicketNumber number);
std::vector<DeliveryAttempt> read_attempts_of(Connection& connection, TicketNumber number);

}  // namespace hotline::record
