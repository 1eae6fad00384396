// Counts that would cost a scan: tickets per stage, open overdue tickets, undelivered webhooks,
// open phone tasks.
// Changed in the transaction of what they count, once a group; verify recounts them.
#pragma once

#include "ticketing/record/engine.hpp"
#include "ticketing/record/enum_table.hpp"
#include "ticketing/record/reads.hpp"
#include "ticketing/rules/ticket.hpp"

#include <array>
#include <cstdint>
#include <string>

namespace hotline::record {

// What a group changes. A plain value, so that a failed item is taken back by assignment.
struct CounterChanges {
    std::array<std::int64_t, enum_table<Stage>.size()> stages{};
    std::int64_t overdue_open = 0;
    std::int64_t outbox_pending = 0;
    std::int64_t phone_tasks_open = 0;

    void moved(const TicketState* before, const TicketState& after);
};

inline constexpr const char* overdue_open_counter = "overdue_open";
inline constexpr const char* outbox_pending_counter = "outbox_pending";
inline constexpr const char* phone_tasks_open_counter = "phone_tasks_open";
std::string stage_counter(Stage stage);  // "stage.handling"

class CounterStore {
  public:
    explicit CounterStore(Connection& connection);
    void add(const CounterChanges& changes);

  private:
    Statement& add_;
};

std::int64_t read_counter(Connection& connection, const std::string& name);  // 0 when absent
ReadSession::Counts read_counts(
    Connection& connection);  // every stage, in the order of the enumeration

}  // namespace hotline::record
