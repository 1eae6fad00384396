#include "ticketing/record/counter_store.hpp"

#include "ticketing/record/row.hpp"
#include "ticketing/record/summary.hpp"

#include <algorithm>
#include <map>

namespace hotline::record {
namespace {

std::int64_t open_phone_tasks(const TicketState& state) {
    return std::count_if(state.notices.begin(), state.notices.end(), [](const Notice& notice) {
        return notice.kind == NoticeKind::phone_task && !notice.done_at;
    });
}

}  // namespace

void CounterChanges::moved(const TicketState* before, const TicketState& after) {
    if (before != nullptr) {
        --stages[static_cast<std::size_t>(before->stage)];
        overdue_open -= counts_as_overdue_open(before->stage, before->overdue) ? 1 : 0;
        phone_tasks_open -= open_phone_tasks(*before);
    }
    ++stages[static_cast<std::size_t>(after.stage)];
    overdue_open += counts_as_overdue_open(after.stage, after.overdue) ? 1 : 0;
    phone_tasks_open += open_phone_tasks(after);
}

std::string stage_counter(Stage stage) {
    return "stage." + std::string{enum_table<Stage>[static_cast<std::size_t>(stage)]};
}

CounterStore::CounterStore(Connection& connection) : add_(connection.query("add_to_counter")) {}

void CounterStore::add(const CounterChanges& changes) {
    for (std::size_t i = 0; i < changes.stages.size(); ++i) {
        if (changes.stages[i] != 0)
            run(add_, stage_counter(static_cast<Stage>(i)), changes.stages[i]);
    }
    if (changes.overdue_open != 0) {
        run(add_, std::string_view{overdue_open_counter}, changes.overdue_open);
    }
    if (changes.outbox_pending != 0) {
        run(add_, std::string_view{outbox_pending_counter}, changes.outbox_pending);
    }
    if (changes.phone_tasks_open != 0) {
        run(add_, std::string_view{phone_tasks_open_counter}, changes.phone_tasks_open);
    }
}

std::int64_t read_counter(Connection& connection, const std::string& name) {
    std::int64_t amount = 0;
    Statement& query = bound(connection.query("counter"), name);
    read_one(query, amount);
    return amount;
}

ReadSession::Counts read_counts(Connection& connection) {
    std::map<std::string, std::int64_t> amounts;
    Statement& rows = connection.query("counters");
    const ResetOnExit reset{rows};
    while (rows.step()) {
        std::string name;
        std::int64_t amount = 0;
        Row{rows}.read(name, amount);
        amounts.emplace(std::move(name), amount);
    }
    ReadSession::Counts counts;
    for (std::size_t i = 0; i < enum_table<Stage>.size(); ++i) {
        const auto stage = static_cast<Stage>(i);
        counts.by_stage.emplace_back(stage, amounts[stage_counter(stage)]);
    }
    counts.overdue_open = amounts[overdue_open_counter];
    counts.phone_tasks_open = amounts[phone_tasks_open_counter];
    return counts;
}

}  // namespace hotline::record
