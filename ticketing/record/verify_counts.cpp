#include "ticketing/record/verify_counts.hpp"

#include "ticketing/record/counter_store.hpp"
#include "ticketing/record/publication_store.hpp"
#include "ticketing/record/row.hpp"
#include "ticketing/record/sha256.hpp"
#include "ticketing/record/summary.hpp"

#include <map>

namespace hotline::record {
namespace {

struct QueueRow {
    TicketNumber ticket;
    std::string endpoint;
    std::int64_t sequence = 0;
    std::optional<Instant> delivered_at;
    bool head = false;
    std::int64_t id = 0;
    std::int32_t attempts = 0;
};

// What the rows of one queue must look like, from its first on.
struct QueueCheck {
    std::int64_t sequence = 0;
    bool undelivered_seen = false;

    std::string next(const QueueRow& row) {
        const bool first_undelivered = !row.delivered_at && !undelivered_seen;
        if (row.sequence != ++sequence) return "sequence gap";
        if (row.delivered_at && undelivered_seen) return "delivered out of order";
        if (row.head != first_undelivered)
            return first_undelivered ? "head not marked" : "false head";
        undelivered_seen = undelivered_seen || !row.delivered_at;
        return {};
    }
};

void check_attempts(Connection& connection, const QueueRow& row, const OnProblem& problem) {
    std::int64_t count = 0;
    std::optional<std::int32_t> last;
    Statement& query = bound(connection.query("verify_attempts"), row.id);
    read_one(query, count, last);
    if (last.value_or(0) != row.attempts) {
        problem("outbox " + std::to_string(row.id) + ": attempts differ from its log");
    }
}

void compare(std::map<std::string, std::int64_t>& kept, const std::string& name,
             std::int64_t counted, const OnProblem& problem) {
    const std::int64_t amount = kept[name];
    if (amount != counted) {
        problem("counter " + name + " is " + std::to_string(amount) + ", counted " +
                std::to_string(counted));
    }
}

// Tickets a stage of one of the grouping blocks.
std::map<Stage, std::int64_t> count_stages(Connection& connection, std::string_view block) {
    std::map<Stage, std::int64_t> counts;
    Statement& rows = connection.query(block);
    while (rows.step()) {
        Stage stage{};
        std::int64_t count = 0;
        Row{rows}.read(stage, count);
        counts[stage] = count;
    }
    return counts;
}

}  // namespace

void check_journal_span(Connection& connection, std::int64_t entries, const OnProblem& problem) {
    std::int64_t count = 0;
    std::optional<std::int64_t> first;
    std::optional<std::int64_t> last;
    read_one(connection.query("verify_journal_span"), count, first, last);
    if (first.value_or(1) != 1 || last.value_or(0) != count) {
        problem("journal: " + std::to_string(count) + " entries from seq " +
                std::to_string(first.value_or(0)) + " to " + std::to_string(last.value_or(0)));
    }
    if (count != entries) {
        problem("journal: " + std::to_string(count) + " entries, by ticket " +
                std::to_string(entries));
    }
}

void check_orphans(Connection& connection, const OnProblem& problem) {
    std::int64_t assignments = 0;
    std::int64_t petitions = 0;
    std::int64_t milestones = 0;
    std::int64_t notices = 0;
    std::int64_t receipts = 0;
    read_one(connection.query("verify_orphans"), assignments, petitions, milestones, notices,
             receipts);
    const std::int64_t sum = assignments + petitions + milestones + notices + receipts;
    if (sum != 0) problem(std::to_string(sum) + " rows belong to no ticket");
}

std::int64_t check_outbox(Connection& connection, const OnProblem& problem) {
    std::int64_t count = 0;
    QueueRow last;
    QueueCheck check;
    Statement& rows = connection.query("verify_outbox");
    const ResetOnExit reset{rows};
    while (rows.step()) {
        QueueRow row;
        Row{rows}.read(row.ticket, row.endpoint, row.sequence, row.delivered_at, row.head, row.id,
                       row.attempts);
        ++count;
        if (row.ticket != last.ticket || row.endpoint != last.endpoint) check = {};
        const std::string wrong = check.next(row);
        if (!wrong.empty()) problem("outbox " + std::to_string(row.id) + ": " + wrong);
        check_attempts(connection, row, problem);
        last = std::move(row);
    }
    return count;
}

void check_counters(Connection& connection, const OnProblem& problem) {
    std::map<std::string, std::int64_t> kept;
    Statement& rows = connection.query("counters");
    while (rows.step()) {
        std::string name;
        std::int64_t amount = 0;
        Row{rows}.read(name, amount);
        kept[name] = amount;
    }
    auto stages = count_stages(connection, "verify_stage_counts");
    auto overdue = count_stages(connection, "verify_overdue_by_stage");
    std::int64_t overdue_open = 0;
    for (std::size_t i = 0; i < enum_table<Stage>.size(); ++i) {
        const auto stage = static_cast<Stage>(i);
        compare(kept, stage_counter(stage), stages[stage], problem);
        if (counts_as_overdue_open(stage, true)) overdue_open += overdue[stage];
    }
    std::int64_t pending = 0;
    read_one(connection.query("verify_outbox_pending"), pending);
    compare(kept, overdue_open_counter, overdue_open, problem);
    compare(kept, outbox_pending_counter, pending, problem);
    std::int64_t phone_tasks = 0;
    read_one(connection.query("verify_phone_tasks_open"), phone_tasks);
    compare(kept, phone_tasks_open_counter, phone_tasks, problem);
}

void check_numbers(Connection& connection, const OnProblem& problem) {
    std::map<std::int64_t, std::int64_t> days;
    Statement& rows = connection.query("verify_number_days");
    while (rows.step()) {
        std::int64_t day = 0;
        std::int64_t highest = 0;
        Row{rows}.read(day, highest);
        days[day] = highest;
    }
    for (const auto& [day, highest] : days) {
        std::int64_t last = 0;
        read_one(bound(connection.query("day_numbers"), day), last);
        if (last < highest) {
            problem("day " + std::to_string(day) + " gave out " + std::to_string(last) +
                    " numbers but has number " + std::to_string(highest));
        }
    }
}

void check_publications(Connection& connection, const OnProblem& problem) {
    std::int64_t expected = 0;
    for (const Publication& each : read_publications(connection)) {
        const std::string name = "publication " + std::to_string(each.id);
        if (each.id != ++expected) problem(name + ": ids have a gap before it");
        expected = each.id;
        if (each.sha256 != sha256_hex(each.text)) problem(name + ": text differs from its SHA-256");
    }
}

}  // namespace hotline::record
