#include "ticketing/record/outbox_store.hpp"

#include "ticketing/record/failpoint.hpp"
#include "ticketing/record/row.hpp"

#include <algorithm>

namespace hotline::record {
namespace {

constexpr std::size_t detail_bytes_max = 256;

std::string_view cut(const std::string& text) {
    return std::string_view{text}.substr(0, detail_bytes_max);
}

void read_items(Statement& rows, std::vector<OutboxItem>& items) {
    while (rows.step()) {
        OutboxItem& item = items.emplace_back();
        Row{rows}.read(item.id, item.ticket, item.endpoint, item.sequence, item.type, item.payload,
                       item.created_at, item.attempts, item.next_attempt_at);
    }
}

// Calls `each` with every endpoint that has a head, jumping from one to the next in the index.
template <class Each>
void for_each_endpoint(Connection& connection, Each each) {
    Statement& next = connection.query("next_endpoint");
    std::string endpoint;
    while (read_one(bound(next, endpoint), endpoint))
        each(endpoint);
}

struct Head {
    Instant at{};
    std::int64_t id = 0;
    friend auto operator<=>(const Head&, const Head&) = default;
};

}  // namespace

OutboxStore::OutboxStore(Connection& connection)
    : queue_end_(connection.query("queue_end")),
      insert_(connection.query("insert_outbox")),
      row_(connection.query("outbox_row")),
      insert_attempt_(connection.query("insert_attempt")),
      settle_(connection.query("settle_outbox")),
      next_head_(connection.query("next_head")),
      reschedule_(connection.query("reschedule_outbox")) {}

QueueEnd OutboxStore::queue_end(TicketNumber ticket, const std::string& endpoint) {
    QueueEnd end;
    std::optional<Instant> delivered_at;
    bound(queue_end_, ticket, endpoint);
    if (read_one(queue_end_, end.sequence, delivered_at)) end.settled = delivered_at.has_value();
    return end;
}

void OutboxStore::insert(const OutboxItem& item, bool head) {
    failpoint("outbox.insert");
    run(insert_, item.id, item.endpoint, item.ticket, item.sequence, item.type, item.created_at,
        head, item.payload);
}

std::optional<OutboxRow> OutboxStore::find(std::int64_t id) {
    OutboxRow row;
    bound(row_, id);
    if (!read_one(row_, row.ticket, row.endpoint, row.sequence, row.attempts, row.delivered_at,
                  row.head)) {
        return std::nullopt;
    }
    return row;
}

void OutboxStore::settle(const OutboxRow& row, const DeliveryWork& attempt) {
    const bool delivered = attempt.result == AttemptResult::delivered;
    run(insert_attempt_, attempt.outbox_id, attempt.attempt, attempt.started_at,
        attempt.duration_ms, delivered, attempt.http_status, cut(attempt.detail));
    if (!delivered) {
        run(reschedule_, attempt.outbox_id, attempt.attempt, attempt.next_attempt_at);
        return;
    }
    run(settle_, attempt.outbox_id, attempt.attempt,
        attempt.started_at + Millis{attempt.duration_ms});
    run(next_head_, row.ticket, row.endpoint, row.sequence + 1);
}

std::int64_t read_last_outbox_id(Connection& connection) {
    std::int64_t id = 0;
    read_one(connection.query("last_outbox_id"), id);
    return id;
}

std::vector<OutboxItem> read_due_outbox(Connection& connection, Instant now, std::int32_t limit,
                                        std::int32_t per_endpoint_max) {
    std::vector<Head> heads;
    for_each_endpoint(connection, [&](const std::string& endpoint) {
        Statement& rows = bound(connection.query("due_heads"), endpoint, now, per_endpoint_max);
        while (rows.step()) {
            Head& head = heads.emplace_back();
            Row{rows}.read(head.at, head.id);
        }
    });
    std::sort(heads.begin(), heads.end());
    if (heads.size() > static_cast<std::size_t>(limit))
        heads.resize(static_cast<std::size_t>(limit));
    std::vector<OutboxItem> items;
    for (const Head& head : heads)
        read_items(bound(connection.query("outbox_item"), head.id), items);
    return items;
}

std::optional<Instant> read_next_outbox_at(Connection& connection) {
    std::optional<Instant> earliest;
    for_each_endpoint(connection, [&](const std::string& endpoint) {
        Instant at{};
        Statement& first = bound(connection.query("first_head_at"), endpoint);
        if (read_one(first, at)) earliest = std::min(earliest.value_or(at), at);
    });
    return earliest;
}

std::vector<OutboxItem> read_outbox_of(Connection& connection, TicketNumber number) {
    std::vector<OutboxItem> items;
    read_items(bound(connection.query("outbox_of"), number), items);
    return items;
}

std::vector<DeliveryAttempt> read_attempts_of(Connection& connection, TicketNumber number) {
    Statement& rows = bound(connection.query("attempts_of"), number);
    std::vector<DeliveryAttempt> attempts;
    while (rows.step()) {
        DeliveryAttempt& each = attempts.emplace_back();
        Row{rows}.read(each.outbox_id, each.attempt, each.started_at, each.duration_ms,
                       each.delivered, each.http_status, each.detail);
    }
    return attempts;
}

}  // namespace hotline::record
